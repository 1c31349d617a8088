using System.Runtime.InteropServices;
using OpenVinoFlow.Preprocess.Files;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Preprocess.Tests;

public sealed class FileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ovflow-preprocess-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(PixelType.U8, 1)]
    [InlineData(PixelType.F16, 2)]
    [InlineData(PixelType.F32, 4)]
    public void An_npy_file_reads_back(PixelType type, int size)
    {
        string path = Path.Combine(_folder, "a.npy");
        byte[] data = Resizing.Source(2 * 3 * 5 * size, 1, 1, 3);
        NpyArray.Write(path, type, [2, 3, 5], data);
        NpyArray read = NpyArray.Read(path);
        Assert.Equal(type, read.Type);
        Assert.Equal([2, 3, 5], read.Shape);
        Assert.Equal(data, read.Data.ToArray());
        Assert.Equal(30, read.ToSingles().Length);
        Assert.Equal(0, (new FileInfo(path).Length - data.Length) % 64);
    }

    [Fact]
    public void Npy_files_of_numpy_are_read()
    {
        NpyArray read = NpyArray.Read(SharedAssets.RequireGolden("chelsea-input-nchw-f32.npy"));
        Assert.Equal(PixelType.F32, read.Type);
        Assert.Equal([1, 3, 224, 224], read.Shape);
        Assert.All(read.ToSingles(), value => Assert.InRange(value, -1f, 1f));
    }

    [Fact]
    public void Damaged_npy_files_are_refused_with_a_reason()
    {
        string path = Path.Combine(_folder, "a.npy");
        NpyArray.Write(path, PixelType.F32, [4], new byte[16]);
        byte[] good = File.ReadAllBytes(path);

        File.WriteAllBytes(path, good[..^1]);
        Assert.Contains("15 bytes", Assert.Throws<InvalidDataException>(() => NpyArray.Read(path)).Message, StringComparison.Ordinal);
        File.WriteAllBytes(path, good[..50]);
        Assert.Throws<InvalidDataException>(() => NpyArray.Read(path));
        File.WriteAllText(path, "no array");
        Assert.Throws<InvalidDataException>(() => NpyArray.Read(path));
        File.WriteAllText(path, System.Text.Encoding.Latin1.GetString(good).Replace("<f4", "<i8", StringComparison.Ordinal), System.Text.Encoding.Latin1);
        Assert.Contains("u1, f2 and f4", Assert.Throws<InvalidDataException>(() => NpyArray.Read(path)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => NpyArray.Write(path, PixelType.Bf16, [1], new byte[2]));
        Assert.Throws<ArgumentException>(() => NpyArray.Write(path, PixelType.F32, [2], new byte[4]));
    }

    [Theory]
    [InlineData(ColorOrder.Rgb)]
    [InlineData(ColorOrder.Bgr)]
    [InlineData(ColorOrder.Gray)]
    public void A_png_shows_what_was_written(ColorOrder color)
    {
        string path = Path.Combine(_folder, "a.png");
        var options = new PreprocessOptions { Width = 31, Height = 17, Color = color };
        byte[] pixels = Resizing.Source(31, 17, options.Channels, 9);
        PngFile.Write(path, pixels, 31, 17, color);
        Assert.Equal(pixels, Pictures.Run(File.ReadAllBytes(path), options));
    }

    [Fact]
    public void The_golden_input_is_met_from_the_picture()
    {
        string golden = SharedAssets.RequireGolden("chelsea-input-nchw-f32.npy");
        var options = new PreprocessOptions
        {
            Width = 224,
            Height = 224,
            OutputType = PixelType.F32,
            OutputLayout = TensorLayout.Nchw,
            Mean = [127],
            Scale = [128],
            DecodeScale = DecodeScale.Off,
        };
        byte[] input = Pictures.Run(File.ReadAllBytes(SharedAssets.RequireImages("named/chelsea.jpg")), options);
        TensorDifference difference = TensorDifference.Between(MemoryMarshal.Cast<byte, float>(input), NpyArray.Read(golden).ToSingles());
        Assert.Equal(0, difference.Largest);
    }

    [Fact]
    public void Differences_are_counted()
    {
        TensorDifference difference = TensorDifference.Between([1, 2, 3, float.NaN], [1, 2.5f, 1, float.NaN]);
        Assert.Equal((2.0, 0.625, 2L, 2), (difference.Largest, difference.Mean, difference.Different, difference.Worst));
        Assert.Equal(double.PositiveInfinity, TensorDifference.Between([float.NaN], [0]).Largest);
        Assert.Throws<ArgumentException>(() => TensorDifference.Between([1], [1, 2]));
    }
}
