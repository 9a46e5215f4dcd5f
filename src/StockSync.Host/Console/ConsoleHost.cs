using System.Globalization;
using System.Management.Automation.Host;

namespace StockSync.Host;

/// <summary>What the engine asks the program around it: its name, its culture, its screen, and to end.</summary>
sealed class ConsoleHost : PSHost
{
    readonly ConsoleUI _ui;

    internal ConsoleHost(bool nonInteractive)
    {
        Screen = new Screen();
        _ui = new ConsoleUI(Screen, nonInteractive);
    }

    internal Screen Screen { get; }

    /// <summary>The argument of <c>exit</c>, once a script has said it.</summary>
    internal int? RequestedExitCode { get; private set; }

    public override string Name => "StockSync.Host";

    public override Version Version => ProductVersion.Host;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override PSHostUserInterface UI => _ui;

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override void SetShouldExit(int exitCode) => RequestedExitCode = exitCode;

    public override void EnterNestedPrompt() => throw new NotSupportedException("StockSync.Host has no prompt to type at.");

    public override void ExitNestedPrompt() => throw new NotSupportedException("StockSync.Host has no prompt to type at.");

    // A native program writes to the same console; the progress line must not stand in its way.
    public override void NotifyBeginApplication() => Screen.ClearProgress();

    public override void NotifyEndApplication()
    {
    }
}
