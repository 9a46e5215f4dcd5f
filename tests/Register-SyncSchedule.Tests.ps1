BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    Enter-Sandbox
    # The folder with the commands of installed .NET tools where this PowerShell is one of them.
    $tools = $PSHOME -match '^(?<tools>.+)[\\/]\.store[\\/]' ? $Matches.tools : $null
    # The package that it stands in where it is a .NET tool that nobody has installed.
    $package = $tools ? $null : $PSHOME
    while ($package -and -not (Test-Path "$package/.nupkg.metadata")) { $package = Split-Path $package }
}
AfterAll { Exit-Sandbox }

# The name is nobody's: where the machine has other schedulers, they are looked at too.
Describe 'Register-SyncSchedule' -Skip:$IsWindows {
    BeforeEach {
        $table = Use-FakeCrontab
        $job = @{ Name = 'stocksync-pester'; Scheduler = 'Cron' }
    }

    It 'writes one block into the crontab and emits it' {
        Set-Content $table "MAILTO=me`n0 1 * * * true"
        $schedule = Register-SyncSchedule @job
        $schedule | Should -BeOfType StockSync.SyncSchedule
        "$($schedule.Name) $($schedule.Scheduler) $($schedule.Times) $($schedule.IsChanged)" |
            Should -BeExactly 'stocksync-pester Cron 20:00, 22:00, 08:00 True'
        Get-Content $table -Raw | Should -BeExactly "MAILTO=me`n0 1 * * * true`n$($schedule.Text)"
    }

    It 'changes nothing the second time and says so' {
        $null = Register-SyncSchedule @job
        $before = Get-Content $table -Raw
        (Register-SyncSchedule @job).IsChanged | Should -BeFalse
        Get-Content $table -Raw | Should -BeExactly $before
    }

    It 'has the running PowerShell call Invoke-SyncSchedule and pass its exit code on' {
        $command = (Register-SyncSchedule @job -WarningAction Ignore).Command
        # By how this one was started: as a tool that nobody has installed, by the command of an installed tool, as 'dotnet pwsh.dll', or as pwsh.
        $process = [Environment]::ProcessPath
        $program = if ($package) { "/dotnet tool exec -y powershell@$($PSVersionTable.PSVersion) --" }
        elseif ($tools) { "$tools/pwsh" }
        elseif ((Split-Path $process -LeafBase) -eq 'dotnet') { "$process $PSHOME/pwsh.dll" }
        else { $pwshPath }
        $command | Should -BeLike "*$program *-NoLogo -NoProfile -NonInteractive -Command *"
        $command | Should -BeLike "*$((Get-Module StockSync).ModuleBase)/StockSync.psd1*Invoke-SyncSchedule; exit `$LASTEXITCODE'"
    }

    It 'names nothing in the package cache of NuGet where PowerShell is a .NET tool, started as <_>, and warns' -ForEach 'pwsh', 'dotnet pwsh.dll' {
        if (-not $package) { Set-ItResult -Skipped -Because 'this PowerShell is installed'; return }
        $program = $_ -eq 'pwsh' ? @($pwshPath) : @('dotnet', "$PSHOME/pwsh.dll")
        $script = "Import-Module '$outFolder/StockSync/StockSync.psd1'; " +
            "(Register-SyncSchedule $($job.Name) -Scheduler Cron -WarningVariable warned -WarningAction Ignore).Command; `"`$warned`""
        $words = @($program | Select-Object -Skip 1) + '-NoProfile', '-NonInteractive', '-Command', $script
        $command, $warning = & $program[0] @words
        $command | Should -BeLike "*/dotnet tool exec -y powershell@$($PSVersionTable.PSVersion) -- -NoLogo *"
        "$command$(Get-Content $table -Raw)" | Should -Not -BeLike "*$(Split-Path (Split-Path $package))*"
        $warning | Should -BeLike '*dotnet tool exec*'
    }

    It 'prefers a pwsh on the path to the package cache where it <Answer>: <IsTaken>' -ForEach @(
        @{ Answer = 'is installed and new enough'; Line = 'echo /opt/microsoft/powershell/7'; IsTaken = $true }
        @{ Answer = 'is too old'; Line = 'exit 0'; IsTaken = $false }
        @{ Answer = 'fails'; Line = 'echo /opt/microsoft/powershell/7; exit 1'; IsTaken = $false }
        @{ Answer = 'leads into the cache itself'; Line = 'exec PSHOME/pwsh "$@"'; IsTaken = $false }
    ) {
        if (-not $package) { Set-ItResult -Skipped -Because 'this PowerShell is installed'; return }
        $folder = New-Item "$TestDrive/path-$((++$sandbox.Files))" -ItemType Directory
        Set-Content "$folder/pwsh" "#!/bin/sh`n$($Line.Replace('PSHOME', $PSHOME))"
        chmod +x "$folder/pwsh"
        Set-SandboxVariable PATH "$folder$([IO.Path]::PathSeparator)$env:PATH"
        $command = (Register-SyncSchedule @job -WarningAction Ignore).Command
        $command | Should -BeLike ($IsTaken ? "* $folder/pwsh -NoLogo *" : '*/dotnet tool exec *')
    }

    It 'has the job read the configuration file of this session' {
        (Register-SyncSchedule @job).Command | Should -BeLike "*STOCKSYNC_CONFIG=*settings.json *"
    }

    It 'passes the profile on' {
        Set-SyncConfiguration DailyBudget 1000 -Profile small
        (Register-SyncSchedule @job -Profile small).Command | Should -BeLike "*Invoke-SyncSchedule -Profile *small*"
    }

    It 'takes other times and warns that they are not those of the settings' {
        $schedule = Register-SyncSchedule @job -Time 19:30, 7:00 -WarningVariable warned -WarningAction Ignore
        $schedule.Times | Should -Be '19:30, 07:00'
        "$warned" | Should -BeLike '*ScheduleTimes*'
    }

    It 'writes nothing with -WhatIf and emits exactly what it would write' {
        $plan = Register-SyncSchedule @job -WhatIf
        $table | Should -Not -Exist
        $plan.IsChanged | Should -BeFalse
        $null = Register-SyncSchedule @job
        Get-Content $table -Raw | Should -BeExactly $plan.Text
    }

    It 'shows with -WhatIf what <_> would be given on a machine that has it' -ForEach 'Systemd', 'TaskScheduler' {
        $plan = Register-SyncSchedule $job.Name -Scheduler $_ -WhatIf
        $plan.Scheduler | Should -Be $_
        $plan.Text | Should -BeLike '*Invoke-SyncSchedule*'
    }

    It 'refuses settings that the job would not see and names them' {
        Set-SandboxVariable STOCKSYNC_DATABASE 'postgresql://u:s3cret@h/d'
        $problem = Get-TerminatingError { Register-SyncSchedule @job }
        Get-ErrorIdentity $problem | Should -Be 'ScheduleInvalid,StockSync.Commands.RegisterSyncScheduleCommand InvalidArgument'
        "$problem" | Should -BeLike '*Database*Set-SyncConfiguration*'
        "$problem" | Should -Not -BeLike '*s3cret*'
        $table | Should -Not -Exist
    }

    It 'warns of settings that refer to the environment' {
        Set-SandboxVariable STOCKSYNC_TEST_KEY 'k3y-k3y'
        Set-SyncConfiguration ApiKey env:STOCKSYNC_TEST_KEY
        $schedule = Register-SyncSchedule @job -WarningVariable warned -WarningAction Ignore
        "$warned" | Should -BeLike '*ApiKey*file:*'
        "$($schedule.Text) $warned" | Should -Not -BeLike '*k3y-k3y*'
    }

    It 'refuses <Problem>' -ForEach @(
        @{ Problem = 'a name with a slash'; Bad = @{ Name = '../x' } }
        @{ Problem = 'a time that is none'; Bad = @{ Time = '25:00' } }
        @{ Problem = 'a time given twice'; Bad = @{ Time = '20:00', '20:00' } }
    ) {
        $words = $job + @{}
        foreach ($name in $Bad.Keys) { $words[$name] = $Bad[$name] }
        Get-ErrorIdentity (Get-TerminatingError { Register-SyncSchedule @words -WarningAction Ignore }) |
            Should -Be 'ScheduleInvalid,StockSync.Commands.RegisterSyncScheduleCommand InvalidArgument'
        $table | Should -Not -Exist
    }

    It 'leaves a crontab alone whose markers do not match' {
        Set-Content $table '# BEGIN StockSync lost'
        Get-ErrorIdentity (Get-TerminatingError { Register-SyncSchedule @job }) |
            Should -Be 'ScheduleFailed,StockSync.Commands.RegisterSyncScheduleCommand WriteError'
        Get-Content $table -Raw | Should -BeExactly "# BEGIN StockSync lost`n"
    }

    It 'ends with SchedulerMissing where there is none of the kind' {
        Get-ErrorIdentity (Get-TerminatingError { Register-SyncSchedule $job.Name -Scheduler TaskScheduler }) |
            Should -Be 'SchedulerMissing,StockSync.Commands.RegisterSyncScheduleCommand ObjectNotFound'
    }
}
