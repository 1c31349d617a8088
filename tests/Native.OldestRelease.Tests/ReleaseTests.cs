using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Native.OldestRelease.Tests;

public sealed class ReleaseTests
{
    [Fact]
    public void These_tests_run_on_the_oldest_supported_release()
    {
        SharedAssets.RequireOpenVino();
        Assert.Equal(Discovery.RuntimeFolder.Oldest, new Version(OpenVinoRuntime.Load().Version.ToString(2)));
    }
}
