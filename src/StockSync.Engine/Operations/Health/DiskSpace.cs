namespace StockSync.Engine.Operations.Health;

/// <summary>Room on a disk.</summary>
/// <param name="Free">Bytes that this user may still write.</param>
/// <param name="Total">All bytes of it.</param>
readonly record struct DiskSpace(long Free, long Total)
{
    /// <summary>The disk of a file; null where the system does not tell, as for some network drives.</summary>
    public static DiskSpace? Of(string file)
    {
        try
        {
            string folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
            var drive = new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(folder)! : folder);
            return drive.TotalSize > 0 ? new DiskSpace(drive.AvailableFreeSpace, drive.TotalSize) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // A share has no drive letter, a folder may be hidden from us: no number is told then, and nothing is wrong for that.
            return null;
        }
    }
}
