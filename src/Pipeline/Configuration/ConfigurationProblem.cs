namespace OpenVinoFlow.Pipeline.Configuration;

/// <summary>One thing that is wrong with a configuration.</summary>
/// <param name="Source">The file as it was named by the caller, or the whole <c>--set</c> argument.</param>
/// <param name="Line">Line in the file, from 1; 0 where there is none.</param>
/// <param name="Column">Column in the file, from 1; 0 where there is none.</param>
/// <param name="KeyPath">The key concerned, for example <c>sinks[0].jsonl.top_k</c>; empty where the file as a whole is concerned.</param>
/// <param name="Message">What was given, what is allowed and what to do. Never holds a value that came from the environment.</param>
public sealed record ConfigurationProblem(string Source, int Line, int Column, string KeyPath, string Message)
{
    /// <summary><c>file:line:column: message</c>, or <c>source: message</c> where there is no position.</summary>
    public override string ToString() => Line > 0 ? $"{Source}:{Line}:{Column}: {Message}" : $"{Source}: {Message}";
}
