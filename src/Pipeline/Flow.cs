using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.Pipeline.Resume;
using OpenVinoFlow.Pipeline.Retry;
using OpenVinoFlow.Pipeline.Sinks;
using OpenVinoFlow.Pipeline.Sources;
using OpenVinoFlow.Pipeline.Statistics;
using OpenVinoFlow.Preprocess;
using OpenVinoFlow.Preprocess.Decoding;

namespace OpenVinoFlow.Pipeline;

/// <summary>
/// A network, compiled and ready, with everything around it: where images come from, how they are prepared, where results go. Compiling is
/// done once; a flow can be run again and again. Thread-safe: runs may overlap, each with requests and buffers of its own on the same compiled
/// model.
/// </summary>
/// <example>
/// <code>
/// await using Flow flow = Flow.Load("photos.yaml");
/// FlowReport report = await flow.RunAsync();
///
/// await foreach (ImageResult result in flow.StreamAsync(images, cancellationToken))
///     Use(result.Outputs[0].AsSpan&lt;float&gt;());
/// </code>
/// </example>
public sealed class Flow : IAsyncDisposable
{
    private readonly FlowOptions _options;
    private readonly FlowHostOptions _hostOptions;
    private readonly Shared<IInferenceEngine> _engine;
    private readonly Shared<ICompiledModel> _model;
    private readonly PreprocessOptions _preprocess;
    private readonly FlowPlan _plan;
    private readonly Provenance _provenance;
    private readonly Dictionary<string, string> _settings;
    private readonly ILogger _logger;
    private FlowHost? _ownHost;
    private int _disposed;

    internal Flow(
        FlowOptions options,
        string fingerprint,
        RunOrigin? origin,
        string modelHash,
        FlowHostOptions hostOptions,
        Shared<IInferenceEngine> engine,
        Shared<ICompiledModel> model)
    {
        _options = options;
        _hostOptions = hostOptions;
        _engine = engine;
        _model = model;
        _logger = hostOptions.Logging.CreateLogger<Flow>();
        _plan = FlowPlan.For(options, model.Value);
        _preprocess = PreprocessPlan.For(options.Preprocess, model.Value.Input);
        CheckDecoder();

        _provenance = new Provenance(
            options.Name,
            fingerprint,
            Path.GetFileName(options.Model.Path),
            modelHash,
            $"{engine.Value.Name} {engine.Value.Version}",
            ProductName())
        {
            Origin = origin,
        };
        InputFormat input = model.Value.Input;
        _settings = new Dictionary<string, string>(model.Value.Settings)
        {
            ["precision"] = PrecisionChoice.For(options.Model.Precision, engine.Value.Name).Explanation,
            ["mode"] = options.Infer.Mode.ToString().ToLowerInvariant(),
            ["batch"] = model.Value.Batch.ToString(CultureInfo.InvariantCulture),
            ["input"] = $"{input.Type.Text()} {input.Layout.ToString().ToUpperInvariant()} {input.Width}x{input.Height}x{input.Channels}",
        };
    }

    /// <summary>What its runs are made of.</summary>
    internal FlowParts Parts => new(_options, _plan, _model.Value, _preprocess, _hostOptions.Decoders, _provenance, _settings, _logger);

    /// <summary>Name of the engine that runs the network.</summary>
    public string Engine => _engine.Value.Name;

    /// <summary>The network's outputs as compiled.</summary>
    public IReadOnlyList<TensorDescription> Outputs => _model.Value.Outputs;

    /// <summary>Reads a YAML file and makes a flow of it, with a host of its own. Several flows in one process share more through one <see cref="FlowHost"/>.</summary>
    /// <param name="path">The YAML file.</param>
    /// <param name="options">Engines, decoders and logging; null takes what is built in.</param>
    /// <param name="overrides">Values that win over the file's, for example <c>infer.requests=4</c>.</param>
    /// <exception cref="ConfigurationException">The file has mistakes.</exception>
    /// <exception cref="SourceException">The source has nothing to read.</exception>
    /// <exception cref="InferenceException">The engine or the model cannot be used.</exception>
    public static Flow Load(string path, FlowHostOptions? options = null, IReadOnlyList<string>? overrides = null) =>
        OnItsOwn(options, host => host.Load(path, overrides));

    /// <summary>Makes a flow of options built in code, with a host of its own.</summary>
    /// <param name="flow">What to do.</param>
    /// <param name="options">Engines, decoders and logging; null takes what is built in.</param>
    /// <exception cref="ConfigurationException">An option is out of its range, or two do not fit together.</exception>
    /// <exception cref="SourceException">The source has nothing to read.</exception>
    /// <exception cref="InferenceException">The engine or the model cannot be used.</exception>
    public static Flow Create(FlowOptions flow, FlowHostOptions? options = null) =>
        OnItsOwn(options, host => host.Create(flow));

    /// <summary>Runs every image of the configured source through the network and writes the results to the configured sinks.</summary>
    /// <param name="control">Progress and cancellation beyond the token.</param>
    /// <param name="cancellationToken">Ends the run early; what is on its way is finished first.</param>
    /// <returns>What was done. Faults after the first item are in the report, not thrown.</returns>
    /// <exception cref="SinkException">A sink cannot be opened.</exception>
    /// <exception cref="ResumeException">
    /// The outputs are those of a run that has not come to its end, or, with <see cref="RunStart.Resume"/>, it cannot be continued.
    /// </exception>
    public async Task<FlowReport> RunAsync(RunControl? control = null, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        control ??= new RunControl { DrainTimeout = _options.Run.DrainTimeout };

        var sinks = new List<IResumableSink>();
        RunJournal? journal = null;
        try
        {
            IImageSource source = ImageSources.Create(_options.Source);
            sinks.AddRange(_options.Sinks.Select(ConfiguredSinks.Create));
            if (_options.Errors.Quarantine is { } quarantine)
                sinks.Add(new QuarantineSink(quarantine));
            if (_options.Run.Resumable && sinks.Count > 0 && !sinks.Exists(sink => OutputFile.IsDevice(sink.Location)))
                journal = RunJournal.Open(_provenance, sinks, control.Start, control.Force);
            else if (control.Start == RunStart.Resume && sinks.Count > 0)
                throw new ResumeException("A run with run.resumable: false, or with a sink that writes to a device, keeps no journal and cannot be continued.");

            return await RunAsync(source, sinks, control, journal, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (IResumableSink sink in sinks)
                await sink.DisposeAsync().ConfigureAwait(false);
            journal?.Dispose();
        }
    }

    /// <summary>
    /// Runs those inputs of the configured source again that a quarantine file names. Results go to files beside the configured ones,
    /// <c>results.retry-1.jsonl</c> and so on; inputs that fail again are what is left in the quarantine file at the end. A retry that was cut off
    /// is continued by the next one.
    /// </summary>
    /// <param name="quarantine">The file.</param>
    /// <param name="control">Progress and cancellation beyond the token.</param>
    /// <param name="cancellationToken">Ends the run early; what is on its way is finished first.</param>
    /// <returns>What was done; null where the file names no input.</returns>
    /// <exception cref="ResumeException">The run that wrote the file has not come to its end.</exception>
    /// <exception cref="InvalidDataException">It is no quarantine file.</exception>
    public async Task<FlowReport?> RetryAsync(string quarantine, RunControl? control = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(quarantine);
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        control ??= new RunControl { DrainTimeout = _options.Run.DrainTimeout };

        var round = RetryRound.Find(_options, Path.GetFullPath(quarantine));
        IReadOnlyList<string> ids = QuarantineFile.ReadIds(quarantine);
        if (ids.Count == 0)
            return null;

        FlowReport report;
        RunJournal? journal = null;
        try
        {
            journal = RunJournal.Open(_provenance, round.Sinks, RunStart.Resume, force: true);
            var source = new SelectedSource(ImageSources.Create(_options.Source), ids);
            report = await RunAsync(source, round.Sinks, control, journal, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (IResumableSink sink in round.Sinks)
                await sink.DisposeAsync().ConfigureAwait(false);
            journal?.Dispose();
        }

        round.FinishIfCompleted();
        return report;
    }

    /// <summary>Runs images of a source of the caller's, with sinks of the caller's, which the caller disposes.</summary>
    /// <param name="source">Where the images come from.</param>
    /// <param name="sinks">Where the results go.</param>
    /// <param name="control">Progress and cancellation beyond the token.</param>
    /// <param name="cancellationToken">Ends the run early; what is on its way is finished first.</param>
    public Task<FlowReport> RunAsync(
        IImageSource source,
        IReadOnlyList<IResultSink> sinks,
        RunControl? control = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(sinks);
        ObjectDisposedException.ThrowIf(_disposed != 0, this);

        return RunAsync(source, sinks, control ?? new RunControl { DrainTimeout = _options.Run.DrainTimeout }, journal: null, cancellationToken);
    }

    private async Task<FlowReport> RunAsync(
        IImageSource source, IReadOnlyList<IResultSink> sinks, RunControl control, RunJournal? journal, CancellationToken cancellationToken)
    {
        _logger.Started(_options.Name, source.Description);
        FlowReport report;
        using (var run = new FlowRun(Parts, source, sinks, control, journal))
            report = await run.ExecuteAsync(cancellationToken).ConfigureAwait(false);

        _logger.Ended(_options.Name, report.Outcome, report.Ledger.Done, report.Ledger.Failed, report.ImagesPerSecond);
        return report;
    }

    /// <summary>
    /// Runs images as they come and gives results as they are ready, in the configured order. Neither side gets ahead of the other: images are
    /// asked for as results are taken. Each image given has one result, failed ones included. Ending the enumeration early ends the run.
    /// </summary>
    /// <param name="images">The images; their ids should be unique.</param>
    /// <param name="cancellationToken">Ends the run early; then the enumeration throws.</param>
    /// <exception cref="FlowException">The run ended early: <c>errors:</c> allows no more failures, or a part broke.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async IAsyncEnumerable<ImageResult> StreamAsync(
        IAsyncEnumerable<ImageItem> images,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);

        var results = Channel.CreateBounded<ImageResult>(new BoundedChannelOptions(_plan.Requests) { SingleReader = true, SingleWriter = true });
        using var left = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var control = new RunControl { Abort = left.Token, DrainTimeout = _options.Run.DrainTimeout };
        Task<FlowReport> run = RunToChannelAsync(new AsyncEnumerableSource(images), results.Writer, control, cancellationToken);
        try
        {
            await foreach (ImageResult result in results.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
                yield return result;
        }
        finally
        {
            // Nothing is left to end when the run has come to its end; otherwise its reader has gone.
            await left.CancelAsync().ConfigureAwait(false);
            await ((Task)run).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        cancellationToken.ThrowIfCancellationRequested();
        FlowReport report = await run.ConfigureAwait(false);
        if (report.Outcome != FlowOutcome.Completed)
            throw new FlowException(report);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;

        _model.Release();
        _engine.Release();
        if (_ownHost is { } host)
            await host.DisposeAsync().ConfigureAwait(false);
    }

    private static Flow OnItsOwn(FlowHostOptions? options, Func<FlowHost, Flow> make)
    {
        var host = new FlowHost(options);
        Flow flow = make(host);
        flow._ownHost = host;
        return flow;
    }

    private async Task<FlowReport> RunToChannelAsync(
        IImageSource source, ChannelWriter<ImageResult> results, RunControl control, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        try
        {
            return await RunAsync(source, [new ChannelSink(results)], control, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            failure = error;
            throw;
        }
        finally
        {
            results.TryComplete(failure);
        }
    }

    /// <summary>A decoder that is asked for by name and missing is told now, not once for each image.</summary>
    private void CheckDecoder()
    {
        if (_hostOptions.Decoders is not null)
            return;

        try
        {
            foreach (IImageDecoder decoder in DecoderCatalog.Create(_preprocess.Decoder))
                decoder.Dispose();
        }
        catch (ArgumentException error)
        {
            throw new InferenceException(error.Message, error);
        }
    }


    private static string ProductName()
    {
        AssemblyInformationalVersionAttribute? version = typeof(Flow).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>();
        return $"OpenVinoFlow {version?.InformationalVersion ?? "unknown"}";
    }
}
