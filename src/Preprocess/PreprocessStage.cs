namespace OpenVinoFlow.Preprocess;

/// <summary>Where a picture failed.</summary>
public enum PreprocessStage
{
    /// <summary>Recognising or decoding the file.</summary>
    Decode,

    /// <summary>Fitting the decoded pixels into the network's input.</summary>
    Preprocess,
}
