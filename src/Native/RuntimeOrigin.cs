namespace OpenVinoFlow.Native;

/// <summary>Where an OpenVINO runtime was looked for, in the order of the search.</summary>
public enum RuntimeOrigin
{
    /// <summary>The path given by the program or its configuration.</summary>
    Configured,

    /// <summary>The environment variable <c>OVFLOW_OPENVINO_DIR</c>.</summary>
    Environment,

    /// <summary>The application's own <c>runtimes/&lt;rid&gt;/native</c>, where NuGet packages put native files.</summary>
    Application,

    /// <summary>An OpenVINO archive whose <c>setupvars</c> set <c>INTEL_OPENVINO_DIR</c>.</summary>
    IntelEnvironment,

    /// <summary>A Python environment with the <c>openvino</c> package.</summary>
    Python,

    /// <summary>The user's cache, where <c>ovflow runtime install</c> unpacks.</summary>
    UserCache,

    /// <summary>The system's library folders.</summary>
    System,
}
