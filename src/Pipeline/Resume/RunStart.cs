namespace OpenVinoFlow.Pipeline.Resume;

/// <summary>What a run does with the outputs it finds.</summary>
public enum RunStart
{
    /// <summary>Replaces those of a run that came to its end; refuses to touch those of one that did not.</summary>
    New,

    /// <summary>Continues: inputs whose results are committed are skipped, everything after the last commit is done again.</summary>
    Resume,

    /// <summary>Replaces whatever is there.</summary>
    Restart,
}
