namespace OpenVinoFlow.Pipeline.Stages;

/// <summary>What the operating system says of this process's threads. Linux only; empty elsewhere.</summary>
internal static class ThreadStates
{
    /// <summary>Name and state of the threads whose name starts with <paramref name="prefix"/>, for example <c>ovflow-decode-0 running</c>.</summary>
    public static string Describe(string prefix)
    {
        const string Tasks = "/proc/self/task";
        if (!Directory.Exists(Tasks))
            return "";

        var states = new List<string>();
        foreach (string task in Directory.EnumerateDirectories(Tasks))
        {
            if (Read(Path.Combine(task, "stat")) is { } stat && Parse(stat) is var (name, state) && name.StartsWith(prefix, StringComparison.Ordinal))
                states.Add($"{name} {state}");
        }

        states.Sort(StringComparer.Ordinal);
        return string.Join(", ", states);
    }

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            // The thread ended in between.
            return null;
        }
    }

    /// <summary>The name stands in parentheses and may hold any; the state is the letter after the last of them.</summary>
    private static (string Name, string State)? Parse(string stat)
    {
        int open = stat.IndexOf('(', StringComparison.Ordinal);
        int close = stat.LastIndexOf(')');
        if (open < 0 || close < open || close + 2 >= stat.Length)
            return null;

        string state = stat[close + 2] switch
        {
            'R' => "running",
            'S' => "waiting",
            'D' => "in the kernel",
            'T' or 't' => "stopped",
            char other => other.ToString(),
        };
        return (stat[(open + 1)..close], state);
    }
}
