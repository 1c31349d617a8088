using System.Globalization;
using OpenVinoFlow.Pipeline;
using Spectre.Console;

namespace OpenVinoFlow.Cli.Output;

/// <summary>How far a run is, on standard error: one line that changes for a person, a plain line every few seconds for a pipe.</summary>
internal abstract class ProgressView : IProgress<FlowProgress>, IDisposable
{
    private ProgressView(string name) => Name = name;

    protected string Name { get; }

    public static ProgressView Create(string name)
    {
        if (Console.IsErrorRedirected)
            return new PlainLines(name);

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Profile.Capabilities.Ansi ? new LiveLine(name, console) : new PlainLines(name);
    }

    public abstract void Report(FlowProgress value);

    /// <summary>Says something that must not be overlooked.</summary>
    public virtual void Warn(string message) => Console.Error.WriteLine($"{Name}: warning: {message}");

    public abstract void Dispose();

    private static string Describe(FlowProgress progress)
    {
        string total = progress.Total is { } all ? $"/{all.ToString(CultureInfo.InvariantCulture)}" : "";
        string eta = progress.Remaining is { } left ? $", {Duration(left)} left" : "";
        string failed = progress.Ledger.Failed > 0 ? $", {progress.Ledger.Failed} failed" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{progress.Ledger.Settled}{total} images, {progress.ImagesPerSecond:0.0}/s{failed}{eta}; {progress.Limit}");
    }

    private static string Duration(TimeSpan time) => time switch
    {
        { TotalDays: >= 1 } => time.ToString(@"d' d 'h' h'", CultureInfo.InvariantCulture),
        { TotalHours: >= 1 } => time.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture),
        _ => time.ToString(@"m\:ss", CultureInfo.InvariantCulture),
    };

    private sealed class PlainLines(string name) : ProgressView(name)
    {
        private static readonly long _period = (long)TimeSpan.FromSeconds(5).TotalMilliseconds;

        private long _nextAt = Environment.TickCount64 + _period;

        public override void Report(FlowProgress value)
        {
            long now = Environment.TickCount64;
            if (now < _nextAt)
                return;

            _nextAt = now + _period;
            Console.Error.WriteLine($"{Name}: {Describe(value)}");
        }

        public override void Dispose()
        {
        }
    }

    /// <summary>Rewrites one terminal line; wider text is cut, so that it never wraps.</summary>
    private sealed class LiveLine : ProgressView
    {
        private readonly IAnsiConsole _console;
        private readonly Lock _gate = new();
        private bool _ended;

        public LiveLine(string name, IAnsiConsole console)
            : base(name)
        {
            _console = console;
            _console.Cursor.Hide();
        }

        public override void Report(FlowProgress value)
        {
            lock (_gate)
            {
                if (_ended)
                    return;

                string text = $"{Name}: {Describe(value)}";
                int width = Math.Max(20, _console.Profile.Width - 1);
                Clear();
                _console.Write(new Text(text.Length <= width ? text : text[..(width - 1)] + "…"));
            }
        }

        public override void Warn(string message)
        {
            lock (_gate)
            {
                Clear();
                base.Warn(message);
            }
        }

        public override void Dispose()
        {
            lock (_gate)
            {
                _ended = true;
                Clear();
                _console.Cursor.Show();
            }
        }

        private void Clear() => _console.Write(new ControlCode("\r\u001b[2K"));
    }
}
