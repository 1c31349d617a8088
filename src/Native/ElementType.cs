namespace OpenVinoFlow.Native;

/// <summary>Type of a tensor's elements, with the numbers OpenVINO uses since 2025.1 (<c>ov_element_type_e</c>).</summary>
public enum ElementType
{
    /// <summary>Not known before an inference.</summary>
    Dynamic = 0,

    /// <summary>One byte, 0 or 1.</summary>
    Boolean = 1,

    /// <summary>bfloat16.</summary>
    BF16 = 2,

    /// <summary>IEEE half precision (<see cref="System.Half"/>).</summary>
    F16 = 3,

    /// <summary>IEEE single precision.</summary>
    F32 = 4,

    /// <summary>IEEE double precision.</summary>
    F64 = 5,

    /// <summary>Signed, 4 bits, packed.</summary>
    I4 = 6,

    /// <summary>Signed, 8 bits.</summary>
    I8 = 7,

    /// <summary>Signed, 16 bits.</summary>
    I16 = 8,

    /// <summary>Signed, 32 bits.</summary>
    I32 = 9,

    /// <summary>Signed, 64 bits.</summary>
    I64 = 10,

    /// <summary>One bit, packed.</summary>
    U1 = 11,

    /// <summary>Unsigned, 2 bits, packed.</summary>
    U2 = 12,

    /// <summary>Unsigned, 3 bits, packed.</summary>
    U3 = 13,

    /// <summary>Unsigned, 4 bits, packed.</summary>
    U4 = 14,

    /// <summary>Unsigned, 6 bits, packed.</summary>
    U6 = 15,

    /// <summary>Unsigned, 8 bits.</summary>
    U8 = 16,

    /// <summary>Unsigned, 16 bits.</summary>
    U16 = 17,

    /// <summary>Unsigned, 32 bits.</summary>
    U32 = 18,

    /// <summary>Unsigned, 64 bits.</summary>
    U64 = 19,

    /// <summary>4-bit normal float, packed.</summary>
    NF4 = 20,

    /// <summary>8-bit float, 4 exponent and 3 mantissa bits.</summary>
    F8E4M3 = 21,

    /// <summary>8-bit float, 5 exponent and 2 mantissa bits (<c>F8E5M3</c> in the C header).</summary>
    F8E5M2 = 22,

    /// <summary>Text.</summary>
    String = 23,

    /// <summary>4-bit float, packed.</summary>
    F4E2M1 = 24,

    /// <summary>8-bit exponent.</summary>
    F8E8M0 = 25,
}
