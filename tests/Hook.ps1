<#
A webhook on this machine that takes whatever it is sent, for the suites of alerts.

    BeforeAll { . "$PSScriptRoot/Common.ps1"; . "$PSScriptRoot/Hook.ps1"; Enter-Sandbox; $hook = Start-Hook }
    AfterAll { Stop-Hook $hook; Exit-Sandbox }
#>

# Its Url, and in Bodies what it was sent, oldest first. With -Echo it refuses every message and repeats all it was sent, as a chatty gateway does.
function Start-Hook([switch] $Echo) {
    $probe = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $probe.Start()
    $port = $probe.LocalEndpoint.Port
    $probe.Stop()
    $listener = [Net.HttpListener]::new()
    $listener.Prefixes.Add("http://127.0.0.1:$port/")
    $listener.Start()
    $bodies = [Collections.Concurrent.ConcurrentQueue[string]]::new()
    $shell = [powershell]::Create().AddScript({
        param($listener, $bodies, $echo)
        while ($listener.IsListening) {
            # Closing it ends the wait.
            try { $context = $listener.GetContext() } catch { break }
            $request = $context.Request
            $body = [IO.StreamReader]::new($request.InputStream).ReadToEnd()
            $bodies.Enqueue($body)
            if ($echo) {
                $said = "refused: $($request.Url) $($request.Headers) $body"
                $answer = @{ errcode = 310000; code = 19021; errmsg = $said; msg = $said; message = $said } | ConvertTo-Json -Compress
                $context.Response.ContentType = 'application/json'
                $context.Response.OutputStream.Write([Text.Encoding]::UTF8.GetBytes($answer))
            }
            else { $context.Response.StatusCode = 204 }
            $context.Response.Close()
        }
    }).AddArgument($listener).AddArgument($bodies).AddArgument([bool] $Echo)
    $work = $shell.BeginInvoke()
    [pscustomobject] @{ Url = "http://127.0.0.1:$port/hook-s3cret-token"; Bodies = $bodies; Listener = $listener; Shell = $shell; Work = $work }
}

function Stop-Hook($Hook) {
    $Hook.Listener.Close()
    $null = $Hook.Shell.EndInvoke($Hook.Work)
    $Hook.Shell.Dispose()
}

# The settings of a session whose only channel is that address; messages are sent at once.
function Use-Hook([string] $Url) {
    Set-SandboxVariable STOCKSYNC_ALERT_INSECURE True
    Set-SandboxVariable STOCKSYNC_ALERT_DELAY_MIN 0
    Set-SandboxVariable STOCKSYNC_ALERT_DELAY_MAX 0
    Set-SandboxVariable STOCKSYNC_WEBHOOK_URL $Url
}
