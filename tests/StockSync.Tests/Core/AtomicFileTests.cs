using Xunit;

namespace StockSync.Tests.Core;

public sealed class AtomicFileTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("stocksync-test-").FullName;

    string File => Path.Join(_folder, "file");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Who_fails_while_writing_leaves_the_former_file_and_nothing_beside_it()
    {
        AtomicFile.Write(File, "old"u8.ToArray());
        var error = Assert.Throws<IOException>(() => AtomicFile.Write(File, stream =>
        {
            stream.Write("half of the ne"u8);
            throw new IOException("disk full");
        }));
        Assert.Equal("disk full", error.Message);
        Assert.Equal("old", System.IO.File.ReadAllText(File));
        Assert.Equal([File], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void What_a_killed_process_left_is_deleted_an_hour_later_and_nothing_else()
    {
        string abandoned = Leave($"file.{Guid.NewGuid():N}.tmp", TimeSpan.FromMinutes(61));
        string[] others =
        [
            Leave($"file.{Guid.NewGuid():N}.tmp", TimeSpan.FromMinutes(59)),
            Leave($"file2.{Guid.NewGuid():N}.tmp", TimeSpan.FromDays(1)),
            Leave("file.mine.tmp", TimeSpan.FromDays(1)),
        ];
        AtomicFile.Write(File, "new"u8.ToArray());
        Assert.False(System.IO.File.Exists(abandoned));
        Assert.Equal([.. others.Append(File).Order(StringComparer.Ordinal)], Directory.GetFiles(_folder).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_file_is_for_its_owner_alone_or_has_the_rights_that_were_asked_for()
    {
        AtomicFile.Write(File, "new"u8.ToArray());
        Assert.Equal("new", System.IO.File.ReadAllText(File));
        Assert.True(OwnerOnly.Is(File));
        if (OperatingSystem.IsWindows())
            return;
        const UnixFileMode wide = OwnerOnly.FileMode | UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        // Whatever the umask takes away.
        AtomicFile.Write(File, stream => stream.Write("wide"u8), wide);
        Assert.Equal(wide, System.IO.File.GetUnixFileMode(File));
    }

    [Fact]
    public void A_path_that_is_no_file_is_the_systems_own_error() =>
        Assert.True(Record.Exception(() => AtomicFile.Write(Path.GetPathRoot(_folder)!, [])) is IOException or UnauthorizedAccessException);

    string Leave(string name, TimeSpan age)
    {
        string path = Path.Join(_folder, name);
        System.IO.File.WriteAllText(path, "half");
        System.IO.File.SetLastWriteTimeUtc(path, DateTime.UtcNow - age);
        return path;
    }
}
