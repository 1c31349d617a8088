namespace OpenVinoFlow.Preprocess.Tests;

public sealed class SteadyStateTests
{
    public static TheoryData<ResizeAlgorithm> Algorithms => [.. Enum.GetValues<ResizeAlgorithm>()];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Nothing_is_allocated_after_the_first_pictures(ResizeAlgorithm algorithm)
    {
        var options = new PreprocessOptions
        {
            Width = 64,
            Height = 64,
            Algorithm = algorithm,
            Mode = ResizeMode.Letterbox,
            OutputType = PixelType.F16,
            OutputLayout = TensorLayout.Nchw,
        };
        using var preprocessor = new ImagePreprocessor(options);
        byte[][] files =
        [
            Encoded.Jpeg(500, 375), Encoded.Png(300, 400), Encoded.Webp(200, 100), Encoded.Bmp(100, 200), Encoded.Jpeg(120, 90),
            Encoded.WithOrientation(Encoded.Jpeg(333, 222), 6, true), Encoded.Png(128, 128), Encoded.Png(64, 64, opaque: false),
        ];
        var output = new byte[options.OutputBytes];
        Run(3);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(10);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run(int rounds)
        {
            for (int i = 0; i < rounds; i++)
            {
                foreach (byte[] file in files)
                {
                    if (!preprocessor.Run(file, output).Ok)
                        Assert.Fail("a picture failed");
                }
            }
        }
    }

    [Fact]
    public void Preprocessors_on_several_threads_do_not_disturb_each_other()
    {
        var options = new PreprocessOptions { Width = 50, Height = 60, Algorithm = ResizeAlgorithm.PillowBicubic };
        byte[][] files = [Encoded.Jpeg(500, 375), Encoded.Png(300, 400), Encoded.Webp(200, 100), Encoded.Jpeg(121, 90)];
        byte[][] expected = [.. files.Select(file => Pictures.Run(file, options))];
        Parallel.For(0, 4, _ =>
        {
            using var preprocessor = new ImagePreprocessor(options);
            var output = new byte[options.OutputBytes];
            for (int i = 0; i < 40; i++)
            {
                Assert.True(preprocessor.Run(files[i % files.Length], output).Ok);
                Assert.Equal(expected[i % files.Length], output);
            }
        });
    }
}
