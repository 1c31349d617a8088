using System.Diagnostics;
using OpenVinoFlow.Quickstart.Generator;
using OpenVinoFlow.Quickstart.Generator.Drawing;
using OpenVinoFlow.Quickstart.Generator.Onnx;
using OpenVinoFlow.Quickstart.Generator.Training;

const int Steps = 2000;
const int StepsPerReport = 200;
const int ValidationPictures = 2000;
const double RequiredAccuracy = 0.95;
const ulong WeightsSeed = 3UL << 32;

if (args.Length > 1)
{
    Console.Error.WriteLine("Usage: dotnet run -c Release --project samples/Quickstart.Generator [FOLDER]   (default: samples/quickstart)");
    return 2;
}

try
{
    SampleFolder folder = args.Length == 1 ? new SampleFolder(args[0]) : SampleFolder.OfCheckout();
    folder.WritePictures();
    Console.WriteLine($"{SamplePicture.All.Count()} pictures drawn into {folder.Pictures}");

    byte[] model = OnnxExport.ToModel(Train());
    File.WriteAllBytes(folder.Model, model);
    Console.WriteLine($"{model.Length} bytes written to {folder.Model}");

    return IsGoodEnough(folder) ? 0 : 1;
}
catch (Exception error) when (error is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}

static NetworkWeights Train()
{
    var clock = Stopwatch.StartNew();
    NetworkWeights weights = NetworkWeights.Random(
        [NetworkInput.Channels, 16, 24, 32, 48, 64], Shapes.All.Count, new SeededRandom(WeightsSeed));
    using var trainer = new Trainer(weights, new PictureStream(1, Shapes.All), Steps);
    double loss = 0;
    for (int step = 1; step <= Steps; step++)
    {
        loss += trainer.Step() / StepsPerReport;
        if (step % StepsPerReport == 0)
        {
            Console.WriteLine($"{step * Trainer.BatchSize,6} training pictures   loss {loss:f3}   {clock.Elapsed.TotalSeconds:f0} s");
            loss = 0;
        }
    }

    NetworkWeights finished = weights.Folded();
    double accuracy = Validation.Accuracy(finished, new PictureStream(2, Shapes.All), ValidationPictures);
    Console.WriteLine($"{accuracy:p1} of {ValidationPictures} unseen pictures right");
    return finished;
}

static bool IsGoodEnough(SampleFolder folder)
{
    IReadOnlyList<SamplePicture> mistakes = ModelCheck.FindMistakes(folder);
    int pictures = SamplePicture.All.Count();
    Console.WriteLine($"ONNX Runtime on the files: {pictures - mistakes.Count} of {pictures} right");
    foreach (SamplePicture mistake in mistakes)
        Console.WriteLine($"  wrong: {mistake.FileName}");

    return mistakes.Count <= (1 - RequiredAccuracy) * pictures;
}
