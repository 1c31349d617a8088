using OpenVinoFlow.Native.Discovery;

namespace OpenVinoFlow.Native;

/// <summary>Unpacks OpenVINO's libraries for the user, so that <see cref="OpenVinoRuntime"/> finds them.</summary>
public static class RuntimeInstaller
{
    /// <summary>
    /// Takes the native libraries for this platform out of a Python wheel (<c>.whl</c>), a NuGet package (<c>.nupkg</c>), a zip, or a tar
    /// archive (<c>.tgz</c>, <c>.tar.gz</c>, <c>.tar</c>) of OpenVINO and puts them into the user's cache under their release; a runtime of
    /// that release there is replaced. Nothing is executed and nothing is written elsewhere, whatever names the archive holds.
    /// </summary>
    /// <param name="archivePath">The file.</param>
    /// <returns>Where the libraries are now.</returns>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="InvalidDataException">The file is no such archive, is damaged, or has no usable OpenVINO for this platform.</exception>
    /// <exception cref="IOException">The cache cannot be written.</exception>
    public static InstalledRuntime Install(string archivePath) => Install(archivePath, SearchEnvironment.OfProcess());

    internal static InstalledRuntime Install(string archivePath, SearchEnvironment environment)
    {
        ArgumentException.ThrowIfNullOrEmpty(archivePath);
        if (!File.Exists(archivePath))
            throw new FileNotFoundException($"The archive {Path.GetFullPath(archivePath)} does not exist.", archivePath);

        Directory.CreateDirectory(environment.InstalledRuntimes);
        string staging = Path.Combine(environment.InstalledRuntimes, $".{Guid.NewGuid():N}");
        Directory.CreateDirectory(staging);
        try
        {
            var archive = new RuntimeArchive(archivePath);
            archive.ExtractLibraries(staging);
            (RuntimeFolder? folder, _, string reason) = RuntimeFolder.Inspect(staging);
            if (folder is null)
                throw new InvalidDataException($"{archivePath} cannot be used: {reason}.");

            Version version = folder.Version ?? archive.Release
                ?? throw new InvalidDataException($"{archivePath} does not tell which release of OpenVINO it has.");

            return new InstalledRuntime(Replace(staging, Path.Combine(environment.InstalledRuntimes, version.ToString())), version);
        }
        finally
        {
            if (Directory.Exists(staging))
                Directory.Delete(staging, recursive: true);
        }
    }

    /// <summary>Puts the new folder in the place of the old one; a process that has the old libraries loaded keeps them.</summary>
    private static string Replace(string staging, string target)
    {
        string old = $"{staging}.old";
        if (Directory.Exists(target))
            Directory.Move(target, old);

        Directory.Move(staging, target);
        if (Directory.Exists(old))
            Directory.Delete(old, recursive: true);

        return target;
    }
}
