using System.Globalization;
using System.Management.Automation.Host;

namespace StockSync.Module.Tests.Hosting;

/// <summary>A host that keeps what it is shown: -WhatIf texts, prompts and tables go to the host and to no stream.</summary>
sealed class RecordingHost(int width = 80) : PSHost
{
    readonly RecordingInterface _ui = new(width);

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "Recording";

    public override PSHostUserInterface UI => _ui;

    public override Version Version => new(1, 0);

    public RecordingInterface Recorded => _ui;

    public override void EnterNestedPrompt()
    {
    }

    public override void ExitNestedPrompt()
    {
    }

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    public override void SetShouldExit(int exitCode)
    {
    }
}
