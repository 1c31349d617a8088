using System.Text.Json;
using OpenVinoFlow.Pipeline.Ledger;

namespace OpenVinoFlow.Pipeline.Sinks;

/// <summary>The fields that every result line has.</summary>
internal static class ResultJson
{
    private static readonly JsonEncodedText _idKey = JsonEncodedText.Encode("id");
    private static readonly JsonEncodedText _sequenceKey = JsonEncodedText.Encode("seq");
    private static readonly JsonEncodedText _statusKey = JsonEncodedText.Encode("status");
    private static readonly JsonEncodedText _ok = JsonEncodedText.Encode("ok");
    private static readonly JsonEncodedText _failed = JsonEncodedText.Encode("failed");
    private static readonly JsonEncodedText _stageKey = JsonEncodedText.Encode("stage");
    private static readonly JsonEncodedText _reasonKey = JsonEncodedText.Encode("reason");
    private static readonly JsonEncodedText _messageKey = JsonEncodedText.Encode("message");
    private static readonly JsonEncodedText _millisecondsKey = JsonEncodedText.Encode("ms");
    private static readonly JsonEncodedText _readKey = JsonEncodedText.Encode("read");
    private static readonly JsonEncodedText _decodeKey = JsonEncodedText.Encode("decode");
    private static readonly JsonEncodedText _resizeKey = JsonEncodedText.Encode("resize");
    private static readonly JsonEncodedText _queueKey = JsonEncodedText.Encode("queue");
    private static readonly JsonEncodedText _inferKey = JsonEncodedText.Encode("infer");

    public static void WriteHead(Utf8JsonWriter json, FlowItem item)
    {
        json.WriteString(_idKey, item.Id);
        json.WriteNumber(_sequenceKey, item.Sequence);
        json.WriteString(_statusKey, item.Failure is null ? _ok : _failed);
    }

    public static void WriteFailure(Utf8JsonWriter json, Failure failure)
    {
        json.WriteString(_stageKey, failure.StageText);
        json.WriteString(_reasonKey, failure.Reason);
        json.WriteString(_messageKey, failure.Message);
    }

    public static void WriteTimes(Utf8JsonWriter json, in ItemTimes times)
    {
        json.WriteStartObject(_millisecondsKey);
        WriteTicks(json, _readKey, times.Read);
        WriteTicks(json, _decodeKey, times.Decode);
        WriteTicks(json, _resizeKey, times.Resize);
        WriteTicks(json, _queueKey, times.Queue);
        WriteTicks(json, _inferKey, times.Infer);
        json.WriteEndObject();
    }

    private static void WriteTicks(Utf8JsonWriter json, JsonEncodedText key, long ticks) =>
        json.WriteNumber(key, Math.Round(ItemTimes.Milliseconds(ticks), 3));
}
