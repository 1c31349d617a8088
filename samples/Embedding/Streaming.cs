using System.Runtime.CompilerServices;
using OpenVinoFlow.Pipeline;
using OpenVinoFlow.Pipeline.Sources;

namespace OpenVinoFlow.Embedding;

/// <summary>Images as they come, results as they are ready.</summary>
internal static class Streaming
{
    public static async Task<int> CountAsync(Flow flow, string folder, CancellationToken cancellationToken)
    {
        int good = 0;
        await foreach (ImageResult result in flow.StreamAsync(Images(folder, cancellationToken), cancellationToken))
        {
            if (result.Failure is { } failure)
                Console.WriteLine($"{result.Id} failed in {failure.StageText}: {failure.Reason}: {failure.Message}");
            else if (result.Outputs[0].AsSpan<float>().Length > 0)
                good++;
        }

        return good;
    }

    private static async IAsyncEnumerable<ImageItem> Images(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (string path in Directory.EnumerateFiles(folder))
        {
            byte[] bytes = await File.ReadAllBytesAsync(path, cancellationToken);
            yield return ImageItem.FromBytes(Path.GetFileName(path), bytes);
        }
    }
}
