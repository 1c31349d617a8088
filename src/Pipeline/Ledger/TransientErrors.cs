namespace OpenVinoFlow.Pipeline.Ledger;

/// <summary>
/// Decides, in this one place, which errors of reading may pass by themselves: those of networks, of busy or locked files, and of descriptors
/// that ran out. What is not listed fails at once, such as a file that is missing or may not be read.
/// </summary>
public static class TransientErrors
{
    // .NET hands on the system's own number where it has no exception type for it.
    private static readonly int[] _linux =
    [
        4, // EINTR
        5, // EIO: of a network or removable drive; of a disk that is breaking, a second try can help too
        11, // EAGAIN: the file is locked
        16, // EBUSY
        23, // ENFILE
        24, // EMFILE
        37, // ENOLCK
        70, // ECOMM
        100, 101, 102, // ENETDOWN, ENETUNREACH, ENETRESET
        103, 104, // ECONNABORTED, ECONNRESET
        107, // ENOTCONN
        110, 111, 112, 113, // ETIMEDOUT, ECONNREFUSED, EHOSTDOWN, EHOSTUNREACH
        116, // ESTALE: the server was restarted
        121, // EREMOTEIO
    ];

    private static readonly int[] _mac =
    [
        4, 5, 16, 23, 24, // EINTR, EIO, EBUSY, ENFILE, EMFILE
        35, // EAGAIN
        50, 51, 52, 53, 54, 57, // ENETDOWN, ENETUNREACH, ENETRESET, ECONNABORTED, ECONNRESET, ENOTCONN
        60, 61, 64, 65, // ETIMEDOUT, ECONNREFUSED, EHOSTDOWN, EHOSTUNREACH
        70, // ESTALE
        77, // ENOLCK
    ];

    private static readonly int[] _windows =
    [
        4, // ERROR_TOO_MANY_OPEN_FILES
        21, // ERROR_NOT_READY
        32, 33, // ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION
        51, 53, 54, 55, 59, 64, // ERROR_REM_NOT_LIST, BAD_NETPATH, NETWORK_BUSY, DEV_NOT_EXIST, UNEXP_NET_ERR, NETNAME_DELETED
        121, // ERROR_SEM_TIMEOUT
        170, // ERROR_BUSY
        1117, // ERROR_IO_DEVICE
        1231, 1236, // ERROR_NETWORK_UNREACHABLE, ERROR_CONNECTION_ABORTED
    ];

    private static readonly int[] _numbers = OperatingSystem.IsWindows() ? _windows : OperatingSystem.IsMacOS() ? _mac : _linux;

    /// <summary>Whether reading the same file again may succeed.</summary>
    public static bool Includes(Exception error) =>
        error is IOException and not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException or DriveNotFoundException)
        && Array.IndexOf(_numbers, SystemNumber(error.HResult)) >= 0;

    /// <summary>On Windows the number is packed into an HRESULT.</summary>
    private static int SystemNumber(int hresult) => (hresult & 0xFFFF_0000) == 0x8007_0000 ? hresult & 0xFFFF : hresult;
}
