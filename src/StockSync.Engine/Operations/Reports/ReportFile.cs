namespace StockSync.Engine.Operations.Reports;

/// <summary>Writes a file that only its owner may read, whole or not at all: a kill leaves the former one or the new one.</summary>
static class ReportFile
{
    public static void Write(string path, ReportData data, ReportText text)
    {
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            try
            {
                var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
                if (!OperatingSystem.IsWindows())
                    options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
                using (var stream = new FileStream(temporary, options))
                {
                    ReportWriter.Write(stream, data, text);
                    stream.Flush(flushToDisk: true);
                }
                File.Move(temporary, path, overwrite: true);
            }
            finally
            {
                File.Delete(temporary);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StockSyncException(
                ErrorIds.FileInvalid,
                ErrorKind.Write,
                text.Format("FileWrite", path, e.Message),
                text["FileAdvice"],
                target: path,
                inner: e);
        }
    }
}
