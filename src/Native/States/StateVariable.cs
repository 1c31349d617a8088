namespace OpenVinoFlow.Native.States;

/// <summary>A variable of a network whose reads and assignments were turned into an input and an output.</summary>
/// <param name="Name">The variable's id in the model file.</param>
/// <param name="ElementType">Type of its elements.</param>
/// <param name="Shape">Its shape, static or dynamic.</param>
/// <param name="InputName">Tensor name of the input that stands for the read.</param>
/// <param name="OutputName">Tensor name of the output that stands for the assignment; null when nothing assigns it.</param>
/// <param name="InitialName">Tensor name of its initial value in the initial-value network; null when the model file gives none.</param>
internal sealed record StateVariable(string Name, ElementType ElementType, PartialShape Shape, string InputName, string? OutputName, string? InitialName);
