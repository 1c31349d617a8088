using System.Text.Json;
using OpenVinoFlow.Pipeline.Ledger;

namespace OpenVinoFlow.Pipeline.Sinks;

/// <summary>The fields that every result line has.</summary>
internal static class ResultJson
{
    private static readonly JsonEncodedText IdKey = JsonEncodedText.Encode("id");
    private static readonly JsonEncodedText SequenceKey = JsonEncodedText.Encode("seq");
    private static readonly JsonEncodedText StatusKey = JsonEncodedText.Encode("status");
    private static readonly JsonEncodedText Ok = JsonEncodedText.Encode("ok");
    private static readonly JsonEncodedText Failed = JsonEncodedText.Encode("failed");
    private static readonly JsonEncodedText StageKey = JsonEncodedText.Encode("stage");
    private static readonly JsonEncodedText ReasonKey = JsonEncodedText.Encode("reason");
    private static readonly JsonEncodedText MessageKey = JsonEncodedText.Encode("message");
    private static readonly JsonEncodedText MillisecondsKey = JsonEncodedText.Encode("ms");
    private static readonly JsonEncodedText ReadKey = JsonEncodedText.Encode("read");
    private static readonly JsonEncodedText DecodeKey = JsonEncodedText.Encode("decode");
    private static readonly JsonEncodedText ResizeKey = JsonEncodedText.Encode("resize");
    private static readonly JsonEncodedText QueueKey = JsonEncodedText.Encode("queue");
    private static readonly JsonEncodedText InferKey = JsonEncodedText.Encode("infer");

    public static void WriteHead(Utf8JsonWriter json, FlowItem item)
    {
        json.WriteString(IdKey, item.Id);
        json.WriteNumber(SequenceKey, item.Sequence);
        json.WriteString(StatusKey, item.Failure is null ? Ok : Failed);
    }

    public static void WriteFailure(Utf8JsonWriter json, Failure failure)
    {
        json.WriteString(StageKey, failure.StageText);
        json.WriteString(ReasonKey, failure.Reason);
        json.WriteString(MessageKey, failure.Message);
    }

    public static void WriteTimes(Utf8JsonWriter json, in ItemTimes times)
    {
        json.WriteStartObject(MillisecondsKey);
        WriteTicks(json, ReadKey, times.Read);
        WriteTicks(json, DecodeKey, times.Decode);
        WriteTicks(json, ResizeKey, times.Resize);
        WriteTicks(json, QueueKey, times.Queue);
        WriteTicks(json, InferKey, times.Infer);
        json.WriteEndObject();
    }

    private static void WriteTicks(Utf8JsonWriter json, JsonEncodedText key, long ticks) =>
        json.WriteNumber(key, Math.Round(ItemTimes.Milliseconds(ticks), 3));
}
