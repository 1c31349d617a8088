namespace OpenVinoFlow.Preprocess.Tests;

/// <summary>Runs whole files through an <see cref="ImagePreprocessor"/>.</summary>
internal static class Pictures
{
    /// <summary>The network's input; fails when the picture cannot be used.</summary>
    public static byte[] Run(byte[] file, PreprocessOptions options) => Run(file, options, out _);

    public static byte[] Run(byte[] file, PreprocessOptions options, out PreprocessResult result)
    {
        using var preprocessor = new ImagePreprocessor(options);
        var output = new byte[options.OutputBytes];
        result = preprocessor.Run(file, output);
        Assert.True(result.Ok, $"{result.Reason}: {result.Message}");
        return output;
    }

    /// <summary>How a picture fails.</summary>
    public static PreprocessResult Fail(byte[] file, PreprocessOptions options)
    {
        using var preprocessor = new ImagePreprocessor(options);
        PreprocessResult result = preprocessor.Run(file, new byte[options.OutputBytes]);
        Assert.False(result.Ok);
        return result;
    }

    public static int LargestDifference(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        Assert.Equal(a.Length, b.Length);
        int largest = 0;
        for (int i = 0; i < a.Length; i++)
            largest = Math.Max(largest, Math.Abs(a[i] - b[i]));

        return largest;
    }
}
