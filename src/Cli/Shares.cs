using System.Globalization;

namespace OpenVinoFlow.Cli;

/// <summary>Shares on the command line, such as <c>2%</c> or <c>0.02</c>.</summary>
internal static class Shares
{
    /// <exception cref="InvalidDataException">It is none from 0 to 1.</exception>
    public static double Parse(string option, string text)
    {
        bool percent = text.EndsWith('%');
        bool isNumber = double.TryParse(percent ? text.AsSpan(0, text.Length - 1) : text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value);
        double share = percent ? value / 100 : value;
        return isNumber && share is >= 0 and <= 1
            ? share
            : throw new InvalidDataException($"{option}: '{text}' is not a share; allowed: 0% to 100%, or 0 to 1.");
    }
}
