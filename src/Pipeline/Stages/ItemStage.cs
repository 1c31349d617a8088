namespace OpenVinoFlow.Pipeline.Stages;

/// <summary>Where an item is on its way. Written by whoever moves it, read by the watchdog.</summary>
internal enum ItemStage
{
    Reading,
    WaitingForDecoder,
    WaitingForBuffer,
    Decoding,
    WaitingForBatch,
    Inferring,
    WaitingForSink,
    WaitingForTurn,
    Writing,
}
