using System.Runtime.CompilerServices;

// Every native signature is blittable: no marshalling stubs, and bool is one byte, as in C.
[assembly: DisableRuntimeMarshalling]
