/** Makes both builds of the kernels, if need be. @returns their paths */
export function buildKernels(): Promise<{ simd: string; fma: string }>;
