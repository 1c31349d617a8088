using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using OpenVinoFlow.Quickstart.Generator;
using OpenVinoFlow.Quickstart.Generator.Drawing;
using SkiaSharp;

namespace OpenVinoFlow.Quickstart.Tests;

/// <summary>The files of the repository, taken as they are.</summary>
public sealed class CommittedSampleTests
{
    private static readonly SampleFolder _sample = SampleFolder.OfCheckout();

    private static Dictionary<string, string> Expected =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(_sample.Expected))!;

    [Fact]
    public void Every_picture_has_an_expected_label_and_every_label_is_one_of_the_network()
    {
        Assert.Equal(
            Directory.GetFiles(_sample.Pictures).Select(Path.GetFileName).Order(StringComparer.Ordinal),
            Expected.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(File.ReadAllLines(_sample.Labels), Expected.Values.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_pictures_are_of_several_formats_and_all_is_under_a_megabyte()
    {
        string[] files = Directory.GetFiles(_sample.Pictures);

        Assert.Equal([".jpg", ".png", ".webp"], files.Select(Path.GetExtension).Distinct().Order(StringComparer.Ordinal));
        Assert.InRange(files.Append(_sample.Model).Sum(file => new FileInfo(file).Length), 1, 1_000_000);
        Assert.InRange(new FileInfo(_sample.Model).Length, 1, 400_000);
    }

    [Fact]
    public void The_model_declares_its_ports()
    {
        using var session = new InferenceSession(_sample.Model);

        (string inputName, NodeMetadata input) = Assert.Single(session.InputMetadata);
        Assert.Equal("images", inputName);
        Assert.Equal(typeof(float), input.ElementType);
        Assert.Equal([-1, 3, 64, 64], input.Dimensions);
        (string outputName, NodeMetadata output) = Assert.Single(session.OutputMetadata);
        Assert.Equal("probabilities", outputName);
        Assert.Equal(typeof(float), output.ElementType);
        Assert.Equal([-1, Shapes.All.Count], output.Dimensions);
    }

    [Fact]
    public void The_model_is_right_about_the_pictures_in_one_batch() =>
        Assert.InRange(ModelCheck.FindMistakes(_sample).Count, 0, (int)(0.05 * SamplePicture.All.Count()));

    [Fact]
    public void The_expected_labels_are_what_was_drawn() =>
        Assert.All(SamplePicture.All, picture => Assert.Equal(picture.Shape.Label(), Expected[picture.FileName]));

    [Fact]
    public void Drawing_again_gives_the_same_files()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64,
            "needs Linux on x86-64: other builds of Skia round the rims of shapes differently");

        Assert.All(SamplePicture.All, picture => Assert.Equal(File.ReadAllBytes(_sample.PicturePath(picture)), picture.Encode()));
    }

    [Fact]
    public void Drawing_again_gives_the_same_picture_but_for_compression() =>
        Assert.All(SamplePicture.All, picture =>
        {
            using SKBitmap drawn = picture.Draw();
            using SKBitmap committed = SKBitmap.Decode(_sample.PicturePath(picture), drawn.Info);

            Assert.Equal((drawn.Width, drawn.Height), (committed.Width, committed.Height));
            Assert.InRange(MeanDifference(drawn, committed), 0, 6);
        });

    private static double MeanDifference(SKBitmap a, SKBitmap b)
    {
        long sum = 0;
        Span<byte> pixels = a.GetPixelSpan();
        Span<byte> others = b.GetPixelSpan();
        for (int i = 0; i < pixels.Length; i++)
            sum += Math.Abs(pixels[i] - others[i]);

        return (double)sum / pixels.Length;
    }
}
