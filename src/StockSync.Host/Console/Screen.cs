using System.Management.Automation;
using System.Management.Automation.Host;

namespace StockSync.Host;

/// <summary>
/// The program's two output streams. Escape sequences reach a stream only when it is a terminal and NO_COLOR isn't set,
/// and the progress line exists only where both streams are a terminal, so that neither ends up in a log.
/// </summary>
sealed class Screen
{
    readonly Lock _gate = new();
    readonly bool _colour = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
    readonly bool _outColour;
    readonly bool _errorColour;
    readonly bool _showsProgress;
    bool _diverted;
    int _progressWidth;

    internal Screen()
    {
        var dumb = Environment.GetEnvironmentVariable("TERM") == "dumb";
        _outColour = _colour && !dumb && !Console.IsOutputRedirected;
        _errorColour = _colour && !dumb && !Console.IsErrorRedirected;
        _showsProgress = !dumb && !Console.IsOutputRedirected && !Console.IsErrorRedirected;
    }

    internal void Out(string text)
    {
        if (_diverted)
            Error(text);
        else
            Write(Console.Out, text, _outColour);
    }

    internal void Error(string text) => Write(Console.Error, text, _errorColour);

    /// <summary>Sends standard output to standard error until the result is disposed.</summary>
    internal IDisposable SendOutputToError() => new Diversion(this);

    internal void Progress(ProgressRecord record)
    {
        // Child activities would fight with their parent for the one line.
        if (!_showsProgress || record.ParentActivityId >= 0)
            return;

        if (record.RecordType == ProgressRecordType.Completed)
        {
            ClearProgress();
            return;
        }

        var percent = record.PercentComplete >= 0 ? $"{record.PercentComplete,3}% " : "";
        var text = $"{percent}{record.Activity}: {record.StatusDescription}";
        lock (_gate)
        {
            text = TextWidth.Truncate(text, Math.Max(ConsoleRawUI.Width - 1, 20));
            var width = TextWidth.Of(text);
            Console.Error.Write("\r" + text + new string(' ', Math.Max(_progressWidth - width, 0)));
            _progressWidth = width;
        }
    }

    internal void ClearProgress()
    {
        lock (_gate)
            Erase();
    }

    void Write(TextWriter stream, string text, bool colour)
    {
        lock (_gate)
        {
            Erase();
            stream.Write(colour ? text : PSHostUserInterface.GetOutputString(text, supportsVirtualTerminal: false));
        }
    }

    void Erase()
    {
        if (_progressWidth == 0)
            return;
        Console.Error.Write("\r" + new string(' ', _progressWidth) + "\r");
        _progressWidth = 0;
    }

    sealed class Diversion : IDisposable
    {
        readonly Screen _screen;

        internal Diversion(Screen screen)
        {
            _screen = screen;
            _screen._diverted = true;
        }

        public void Dispose() => _screen._diverted = false;
    }
}
