using System.Globalization;
using System.Runtime.InteropServices;
using OpenVinoFlow.Native;
using OpenVinoFlow.Preprocess;
using ResizeAlgorithm = OpenVinoFlow.Preprocess.ResizeAlgorithm;

namespace OpenVinoFlow.Benchmarks.Preprocess;

/// <summary>
/// What decode_scale changes: each photo preprocessed at full decode and with <c>auto</c>, both through a classifier that was reshaped to the
/// target size, and the differences as a table. Not a measurement of time.
/// </summary>
internal static class DecodeScaleEffect
{
    private static readonly ResizeAlgorithm[] _algorithms =
        [ResizeAlgorithm.OpencvLinear, ResizeAlgorithm.OpencvArea, ResizeAlgorithm.PillowBilinear, ResizeAlgorithm.PillowBicubic];

    public static int Run(string[] args)
    {
        if (args is not [string folder, string model, .. string[] sides] || sides.Length == 0)
        {
            Console.Error.WriteLine("usage: decode-scale FOLDER MODEL SIDE...    (the model takes f32 NCHW, mean 127, scale 128)");
            return 2;
        }

        byte[][] files = [.. Directory.GetFiles(folder, "*.jpg").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
        Console.WriteLine("| algorithm | target | decoded at | mean difference of pixels | top-1 the same | mean difference of the top-1 score |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (int side in sides.Select(side => int.Parse(side, CultureInfo.InvariantCulture)))
            Compare(files, model, side);

        return 0;
    }

    private static void Compare(byte[][] files, string path, int side)
    {
        using var core = new Core();
        using Model model = core.ReadModel(path);
        model.Reshape(PartialShape.Parse($"1,3,{side},{side}"));
        using CompiledModel compiled = core.CompileModel(model, "CPU", new Dictionary<string, string> { ["INFERENCE_PRECISION_HINT"] = "f32" });
        using InferRequest request = compiled.CreateInferRequest();
        foreach (ResizeAlgorithm algorithm in _algorithms)
        {
            var options = new PreprocessOptions
            {
                Width = side,
                Height = side,
                Algorithm = algorithm,
                OutputType = PixelType.F32,
                OutputLayout = TensorLayout.Nchw,
                Mean = [127, 127, 127],
                Scale = [128, 128, 128],
                DecodeScale = DecodeScale.Off,
            };
            Console.WriteLine(Row(files, request, options));
        }
    }

    private static string Row(byte[][] files, InferRequest request, PreprocessOptions options)
    {
        using var full = new ImagePreprocessor(options);
        using var scaled = new ImagePreprocessor(options with { DecodeScale = DecodeScale.Auto });
        int same = 0;
        double pixels = 0;
        double scores = 0;
        var eighths = new SortedSet<int>();
        foreach (byte[] file in files)
        {
            (float[] expected, float[] expectedScores, _) = Infer(full, options, file, request);
            (float[] actual, float[] actualScores, int decodedAt) = Infer(scaled, options, file, request);
            int top = Array.IndexOf(expectedScores, expectedScores.Max());
            eighths.Add(decodedAt);
            same += top == Array.IndexOf(actualScores, actualScores.Max()) ? 1 : 0;
            scores += Math.Abs(expectedScores[top] - actualScores[top]);
            pixels += expected.Zip(actual, (a, b) => Math.Abs(a - b)).Average() * options.Scale[0];
        }

        string at = string.Join(", ", eighths.Select(e => $"{e}/8"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {options.Algorithm} | {options.Width} | {at} | {pixels / files.Length:F1} | {same} of {files.Length} | {scores / files.Length:F2} |");
    }

    private static (float[] Input, float[] Scores, int Eighths) Infer(ImagePreprocessor preprocessor, PreprocessOptions options, byte[] file, InferRequest request)
    {
        var input = new byte[options.OutputBytes];
        PreprocessResult result = preprocessor.Run(file, input);
        if (!result.Ok)
            throw new InvalidOperationException($"{result.Reason}: {result.Message}");

        using Tensor tensor = request.GetInputTensor(0);
        input.CopyTo(MemoryMarshal.AsBytes(tensor.AsSpan<float>()));
        request.Infer();
        using Tensor output = request.GetOutputTensor(0);
        return (MemoryMarshal.Cast<byte, float>(input).ToArray(), output.AsSpan<float>().ToArray(), result.ScaleNumerator);
    }
}
