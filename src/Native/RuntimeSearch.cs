using System.Text;

namespace OpenVinoFlow.Native;

/// <summary>Everything a search for OpenVINO looked at, in its order, and what it chose.</summary>
public sealed class RuntimeSearch
{
    internal RuntimeSearch(IReadOnlyList<RuntimeCandidate> candidates)
    {
        Candidates = candidates;
        Chosen = candidates.FirstOrDefault(static candidate => candidate.Outcome is RuntimeOutcome.Loaded)
            ?? candidates.FirstOrDefault(static candidate => candidate.Outcome is RuntimeOutcome.Usable);
    }

    /// <summary>Every place, in the order of the search.</summary>
    public IReadOnlyList<RuntimeCandidate> Candidates { get; }

    /// <summary>The runtime the process runs on or would load; null when there is none.</summary>
    public RuntimeCandidate? Chosen { get; }

    /// <summary>The search as a table for people, one place a line.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (RuntimeCandidate candidate in Candidates)
        {
            string name = Name(candidate.Origin);
            text.Append("  ").Append(name.PadRight(22));
            if (candidate.Path != name)
                text.Append(candidate.Path).Append(' ');

            text.AppendLine(candidate.Reason);
        }

        return text.ToString();
    }

    private static string Name(RuntimeOrigin origin) => origin switch
    {
        RuntimeOrigin.Configured => "configured path",
        RuntimeOrigin.Environment => "OVFLOW_OPENVINO_DIR",
        RuntimeOrigin.Application => "application",
        RuntimeOrigin.IntelEnvironment => "INTEL_OPENVINO_DIR",
        RuntimeOrigin.Python => "Python environment",
        RuntimeOrigin.UserCache => "user's cache",
        _ => "system",
    };
}
