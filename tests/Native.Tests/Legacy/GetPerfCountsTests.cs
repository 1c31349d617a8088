using OpenVinoFlow.Native.Legacy;
using OpenVinoFlow.Native.Tests.Support;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Native.Tests.Legacy;

/// <summary><c>get_perf_counts</c>.</summary>
public sealed class GetPerfCountsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void GetPerfCounts_gives_every_layer_in_execution_order()
    {
        using Network network = TestCore.Shared.ReadNetwork(SharedAssets.RequireModel("efficientnet-lite0-fp16.xml"));
        var config = new Dictionary<string, string>(TestCore.SinglePrecision) { ["PERF_COUNT"] = "YES" };
        using ExecutableNetwork loaded = TestCore.Shared.LoadNetwork(network, "CPU", config);
        InferRequest request = loaded.Requests[0];
        request.InputBlobs[0].AsSpan<byte>().Clear();
        for (int i = 0; i < 5; i++)
            request.Infer();

        IReadOnlyDictionary<string, PerfCount> counts = request.GetPerfCounts();
        Assert.InRange(counts.Count, 50, 1000);

        PerfCount[] convolutions = [.. counts.Values.Where(static count => count.LayerType == "Convolution" && count.Status == LayerStatus.Executed)];
        Assert.NotEmpty(convolutions);
        Assert.All(convolutions, static count => Assert.True(count.RealTime > 0 && count.CpuTime > 0 && count.ExecType.Length > 0));

        string[] order = [.. counts.Keys];
        Assert.True(Array.IndexOf(order, "images") < Array.FindIndex(order, key => counts[key].LayerType == "Convolution"), "the input comes before the first convolution");
        Assert.Equal(counts.Count, request.GetProfilingInfo().Count);

        IReadOnlyList<ProfiledLayer> merged = CompiledModel.MergeProfiles([request, request]);
        Assert.Equal(request.GetProfilingInfo().Select(static layer => layer.Name), merged.Select(static layer => layer.Name));
    }

    [Fact]
    public void GetPerfCounts_says_when_it_was_not_asked_for()
    {
        using Network network = TestCore.Shared.ReadNetwork(TinyModels.Affine(_folder));
        using ExecutableNetwork loaded = TestCore.Shared.LoadNetwork(network);
        loaded.Requests[0].Infer();
        Assert.Contains("PERF_COUNT=YES", Assert.Throws<InvalidOperationException>(() => loaded.Requests[0].GetPerfCounts()).Message);
    }

    public void Dispose() => _folder.Dispose();
}
