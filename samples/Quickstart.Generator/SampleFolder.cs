using System.Text.Json;
using OpenVinoFlow.Quickstart.Generator.Drawing;

namespace OpenVinoFlow.Quickstart.Generator;

/// <summary>The folder of the finished sample: what lies where in it.</summary>
/// <param name="Root">Its path.</param>
internal sealed record SampleFolder(string Root)
{
    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true };

    /// <summary>The network.</summary>
    public string Model => Path.Combine(Root, "shapes.onnx");

    /// <summary>One label a line, in the order of the network's outputs.</summary>
    public string Labels => Path.Combine(Root, "labels.txt");

    /// <summary>A JSON object that gives for each picture's file name the right label.</summary>
    public string Expected => Path.Combine(Root, "expected.json");

    /// <summary>Where the pictures are.</summary>
    public string Pictures => Path.Combine(Root, "pictures");

    /// <summary>The file of one picture.</summary>
    public string PicturePath(SamplePicture picture) => Path.Combine(Pictures, picture.FileName);

    /// <summary>The sample's folder in the checkout this program was built in.</summary>
    public static SampleFolder OfCheckout()
    {
        const string Solution = "OpenVinoFlow.sln";
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
                return new SampleFolder(Path.Combine(folder.FullName, "samples", "quickstart"));
        }

        throw new DirectoryNotFoundException(
            $"There is no {Solution} above {AppContext.BaseDirectory}: name the folder to write to as an argument.");
    }

    /// <summary>Draws and writes the pictures, the labels and the expected results.</summary>
    public void WritePictures()
    {
        Directory.CreateDirectory(Pictures);
        foreach (SamplePicture picture in SamplePicture.All)
            File.WriteAllBytes(PicturePath(picture), picture.Encode());

        File.WriteAllText(Labels, string.Concat(Shapes.All.Select(shape => shape.Label() + "\n")));

        var expected = SamplePicture.All.ToDictionary(picture => picture.FileName, picture => picture.Shape.Label());
        File.WriteAllText(Expected, JsonSerializer.Serialize(expected, _indented) + "\n");
    }
}
