using System.Management.Automation.Host;

namespace StockSync.Host;

/// <summary>The terminal's size. Cursor and screen contents are of no use to scripts that run unattended.</summary>
sealed class ConsoleRawUI : PSHostRawUserInterface
{
    /// <summary>The columns of a table that goes into a file or a pipe.</summary>
    const int RedirectedWidth = 120;

    internal static int Width => Console.IsOutputRedirected || Console.WindowWidth <= 0 ? RedirectedWidth : Console.WindowWidth;

    static int Height => Console.IsOutputRedirected || Console.WindowHeight <= 0 ? 50 : Console.WindowHeight;

    public override ConsoleColor ForegroundColor { get => Console.ForegroundColor; set => Console.ForegroundColor = value; }

    public override ConsoleColor BackgroundColor { get => Console.BackgroundColor; set => Console.BackgroundColor = value; }

    public override Size BufferSize { get => new(Width, Height); set => throw Unsupported(); }

    public override Size WindowSize { get => new(Width, Height); set => throw Unsupported(); }

    public override Size MaxWindowSize => WindowSize;

    public override Size MaxPhysicalWindowSize => WindowSize;

    public override Coordinates CursorPosition { get => default; set => throw Unsupported(); }

    public override Coordinates WindowPosition { get => default; set => throw Unsupported(); }

    public override int CursorSize { get => 25; set => throw Unsupported(); }

    public override string WindowTitle { get => ""; set { } }

    public override bool KeyAvailable => false;

    public override int LengthInBufferCells(char source) => TextWidth.Of(source.ToString());

    public override int LengthInBufferCells(string source) =>
        TextWidth.Of(PSHostUserInterface.GetOutputString(source, supportsVirtualTerminal: false));

    public override int LengthInBufferCells(string source, int offset) => LengthInBufferCells(source[offset..]);

    public override KeyInfo ReadKey(ReadKeyOptions options) => throw Unsupported();

    public override void FlushInputBuffer()
    {
    }

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw Unsupported();

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw Unsupported();

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill) => throw Unsupported();

    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) =>
        throw Unsupported();

    static NotSupportedException Unsupported() => new("StockSync.Host doesn't control the terminal beyond its size.");
}
