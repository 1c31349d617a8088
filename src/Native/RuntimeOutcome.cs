namespace OpenVinoFlow.Native;

/// <summary>What came of one place of the search.</summary>
public enum RuntimeOutcome
{
    /// <summary>There was nothing to look at: a variable is not set, a folder does not exist, or it holds no OpenVINO.</summary>
    Absent,

    /// <summary>There is an OpenVINO, but it cannot be used: incomplete or too old.</summary>
    Unusable,

    /// <summary>There is a usable OpenVINO.</summary>
    Usable,

    /// <summary>The system refused to load it.</summary>
    LoadFailed,

    /// <summary>This is the runtime the process runs on.</summary>
    Loaded,

    /// <summary>Not looked at, because a place that was named explicitly decides alone.</summary>
    Ignored,
}
