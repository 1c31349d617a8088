using System.Runtime.CompilerServices;
using OpenVinoFlow.Native.Interop;
using OpenVinoFlow.Native.Tests.Support;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Native.Tests;

/// <summary>
/// The CPU plugin replaces the alternate signal stack of the thread that loads it, on which .NET turns a fault at address 0 into a
/// NullReferenceException. Without the precautions in <see cref="PluginThread"/> the third step here ends the process.
/// </summary>
public sealed class SignalStackTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Null_references_are_caught_on_every_thread_after_plugins_were_loaded_and_destroyed()
    {
        SharedAssets.RequireOpenVino();
        OpenVinoRuntime.Load();
        SignalStack.Description before = PluginThread.Run(SignalStack.Current);

        var core = new Core();
        using (CompiledModel compiled = core.CompileModel(TinyModels.Affine(_folder)))
        {
            CatchEverywhere();
            Assert.Equal(before, PluginThread.Run(SignalStack.Current));

            using InferRequest request = compiled.CreateInferRequest();
            bool inSink = false;
            bool inCallback = false;
            request.SetCompletionSink(new DelegateSink(() => inSink = Catches()), 0);
            request.SetCompletionCallback((_, _) => inCallback = Catches());
            request.StartAsync();
            request.Wait();
            Assert.True(SpinWait.SpinUntil(() => inSink && inCallback, TimeSpan.FromSeconds(10)));
        }

        // The plugin goes with its core, on another thread than the one that loaded it.
        var disposer = new Thread(core.Dispose);
        disposer.Start();
        disposer.Join();
        CatchEverywhere();
    }

    public void Dispose() => _folder.Dispose();

    private static void CatchEverywhere()
    {
        Assert.True(Catches());
        Assert.True(PluginThread.Run(Catches));
        bool[] caught = new bool[8];
        Thread[] threads = [.. Enumerable.Range(0, caught.Length).Select(i => new Thread(() => caught[i] = Catches()))];
        foreach (Thread thread in threads)
            thread.Start();

        foreach (Thread thread in threads)
            thread.Join();

        Assert.All(caught, Assert.True);
    }

    private static bool Catches()
    {
        try
        {
            return Length(Nothing()) < 0;
        }
        catch (NullReferenceException)
        {
            return true;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string? Nothing() => null;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Length(string? text) => text!.Length;
}
