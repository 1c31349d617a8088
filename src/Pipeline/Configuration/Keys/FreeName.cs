namespace OpenVinoFlow.Pipeline.Configuration.Keys;

/// <summary>Names that the user chooses: of a device's properties, of profiles.</summary>
internal static class FreeName
{
    private const int MaxLength = 128;

    /// <summary>Why a name is not allowed, or null.</summary>
    public static string? Fault(string name) =>
        name.Length is > 0 and <= MaxLength && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-' or ':')
            ? null
            : $"the name {Quoted.ForMessage(name)} is not allowed: letters, digits and _ . - : only, at most {MaxLength}";
}
