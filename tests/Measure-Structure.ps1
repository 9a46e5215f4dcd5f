<#
.SYNOPSIS
    Measures the structure of the sources of a checkout: sizes, circles, splinters and lines that only forward.
.DESCRIPTION
    Reads the C# files below src as text; nothing is built. A type uses another one where its code names it and can see its namespace; a file
    uses another one where one of its types does. Types that reach each other are a circle. Run it on two checkouts to compare them:

        pwsh tests/Measure-Structure.ps1
        pwsh tests/Measure-Structure.ps1 -Path ../an-older-checkout
.PARAMETER Path
    The checkout; by default this one.
.PARAMETER Detail
    Also lists the members of each circle, the files with one user and the methods that only forward.
#>
[CmdletBinding()]
param(
    [string] $Path = "$PSScriptRoot/..",

    [switch] $Detail
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 3.0

$root = (Resolve-Path "$Path/src").Path
$declaration = [regex] '(?m)^(?:(?:public|internal|static|sealed|abstract|partial|readonly|ref|unsafe|file) )*(?<kind>class|struct|interface|enum|record(?: class| struct)?) (?<name>\w+)'
$comment = [regex] '//[^\n]*|"(?:\\.|[^"\\\n])*"'
# A method whose body is one call of a method with the same name.
$forward = [regex] '(?m)^    (?:public |internal )(?:override |virtual |async )?[\w<>?,\[\]() ]+ (?<name>\w+)(?:<\w+>)?\([^;{]*?\) =>\s+(?:await )?_?[\w.!?]+\.\k<name>\([^;]*\);'

$files = foreach ($file in Get-ChildItem $root -Recurse -Filter *.cs | Where-Object FullName -NotMatch '[\\/](obj|bin)[\\/]') {
    $text = [IO.File]::ReadAllText($file.FullName)
    $space = [regex]::Match($text, '(?m)^namespace ([\w.]+);').Groups[1].Value
    $visible = [Collections.Generic.HashSet[string]]::new()
    for ($part = $space; $part; $part = $part -replace '(^|\.)\w+$') { [void] $visible.Add($part) }
    foreach ($using in [regex]::Matches($text, '(?m)^using ([\w.]+);')) { [void] $visible.Add($using.Groups[1].Value) }
    $code = $comment.Replace($text, '')
    [pscustomobject] @{
        Name     = [IO.Path]::GetRelativePath($root, $file.FullName).Replace('\', '/')
        Folder   = [IO.Path]::GetRelativePath($root, $file.DirectoryName).Replace('\', '/')
        Lines    = $text.Split("`n").Count - 1
        Space    = $space
        Visible  = $visible
        Types    = @($declaration.Matches($text) | ForEach-Object { [pscustomobject] @{ Kind = $_.Groups['kind'].Value; Name = $_.Groups['name'].Value } })
        Words    = [Collections.Generic.HashSet[string]] [string[]] @([regex]::Matches($code, '(?<![.\w])[A-Z]\w*').Value)
        Code     = $code
        Forwards = @($forward.Matches($code))
        Uses     = [Collections.Generic.HashSet[string]]::new()
        Users    = [Collections.Generic.HashSet[string]]::new()
    }
}

$declared = @{}
foreach ($file in $files) { foreach ($type in $file.Types) { $declared[$type.Name] = @($declared[$type.Name]) + $file } }
$byName = @{}
foreach ($file in $files) { $byName[$file.Name] = $file }
foreach ($file in $files) {
    foreach ($word in $file.Words) {
        if (-not $declared.ContainsKey($word)) { continue }
        foreach ($target in $declared[$word]) {
            if ($null -eq $target -or $target.Name -eq $file.Name -or -not $file.Visible.Contains($target.Space)) { continue }
            [void] $file.Uses.Add($target.Name)
            [void] $target.Users.Add($file.Name)
        }
    }
}

# The code of a type reaches from its declaration to the next one of the file.
$parts = @{}
foreach ($file in $files) {
    $found = @($declaration.Matches($file.Code))
    for ($i = 0; $i -lt $found.Count; $i++) {
        $end = if ($i + 1 -lt $found.Count) { $found[$i + 1].Index } else { $file.Code.Length }
        $name = $found[$i].Groups['name'].Value
        $words = [regex]::Matches($file.Code.Substring($found[$i].Index, $end - $found[$i].Index), '(?<![.\w])[A-Z]\w*').Value
        $parts["$($file.Space).$name"] += @($words)
    }
}
$owner = @{}
foreach ($file in $files) { foreach ($type in $file.Types) { $owner["$($file.Space).$($type.Name)"] = $file } }
$uses = @{}
foreach ($type in $owner.Keys) {
    $uses[$type] = [Collections.Generic.HashSet[string]]::new()
    foreach ($word in $parts[$type]) {
        foreach ($space in $owner[$type].Visible) {
            $other = "$space.$word"
            if ($other -ne $type -and $owner.ContainsKey($other)) { [void] $uses[$type].Add($other) }
        }
    }
}
$reach = @{}
foreach ($type in $owner.Keys) {
    $seen = [Collections.Generic.HashSet[string]]::new()
    $open = [Collections.Generic.Stack[string]]::new([string[]] @($uses[$type]))
    while ($open.Count -gt 0) {
        $next = $open.Pop()
        if ($seen.Add($next)) { foreach ($name in $uses[$next]) { $open.Push($name) } }
    }
    $reach[$type] = $seen
}
$circles = @($owner.Keys | Where-Object { $reach[$_].Contains($_) } | Group-Object {
        $name = $_
        ($reach[$name] | Where-Object { $reach[$_].Contains($name) } | Sort-Object) -join ', '
    })

$interfaces = @($files | ForEach-Object { $_.Types } | Where-Object Kind -EQ 'interface')
$implementations = foreach ($interface in $interfaces) {
    $pattern = '(?s)(?:class|struct|record) \w+[^{;]*:[^{;]*\b' + $interface.Name + '\b'
    [pscustomobject] @{ Name = $interface.Name; Count = @($files | Where-Object { $_.Code -match $pattern }).Count }
}
$single = @($files | Where-Object { $_.Users.Count -eq 1 })
$forwards = @($files | Where-Object { $_.Forwards.Count -gt 0 })

foreach ($project in 'StockSync.Core', 'StockSync.Engine', 'StockSync') {
    $own = @($files | Where-Object { ($_.Name -split '/')[0] -eq $project })
    [pscustomobject] @{ Measure = "${project}: files / lines"; Value = "$($own.Count) / $(($own | Measure-Object Lines -Sum).Sum)" }
}
$folders = @($files | Group-Object Folder | Sort-Object Count -Descending)
$engineFiles = @($files | Where-Object Name -Like 'StockSync.Engine/*' | Sort-Object Lines)
[pscustomobject] @{ Measure = 'fullest folder'; Value = "$($folders[0].Name): $($folders[0].Count)" }
[pscustomobject] @{ Measure = 'folders with more than 20 files'; Value = @($folders | Where-Object Count -GT 20).Count }
[pscustomobject] @{ Measure = 'engine, lines a file: median / longest'; Value = "$($engineFiles[[int] ($engineFiles.Count / 2)].Lines) / $($engineFiles[-1].Lines)" }
[pscustomobject] @{ Measure = 'types in circles / largest circle'; Value = if ($circles) { "$(($circles | Measure-Object Count -Sum).Sum) / $(($circles | Measure-Object Count -Maximum).Maximum)" } else { '0 / 0' } }
[pscustomobject] @{ Measure = 'files with one user'; Value = $single.Count }
[pscustomobject] @{ Measure = 'interfaces / with one implementation in src'; Value = "$($interfaces.Count) / $(@($implementations | Where-Object Count -EQ 1).Count)" }
[pscustomobject] @{ Measure = 'methods that only forward'; Value = ($forwards | ForEach-Object { $_.Forwards.Count } | Measure-Object -Sum).Sum }

if ($Detail) {
    foreach ($circle in $circles) { [pscustomobject] @{ Measure = 'circle'; Value = $circle.Name } }
    foreach ($file in $single) { [pscustomobject] @{ Measure = 'one user'; Value = "$($file.Name) <- $($file.Users -join '')" } }
    foreach ($interface in $implementations | Where-Object Count -LE 1) { [pscustomobject] @{ Measure = 'one implementation'; Value = $interface.Name } }
    foreach ($file in $forwards) { [pscustomobject] @{ Measure = 'forwards'; Value = "$($file.Name): $($file.Forwards.ForEach{ $_.Groups['name'].Value } -join ', ')" } }
}
