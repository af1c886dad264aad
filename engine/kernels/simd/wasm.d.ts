/** The part of WebAssembly's interface the kernels use: the engine is compiled without the DOM's types, which have it. */
declare namespace WebAssembly {
  type Module = object;
  interface Memory {
    readonly buffer: ArrayBuffer;
  }
  interface Instance {
    readonly exports: Record<string, unknown>;
  }
  const Memory: { new (size: { initial: number; maximum?: number }): Memory };
  const Instance: { new (module: Module, imports?: Record<string, Record<string, unknown>>): Instance };
  function compile(bytes: ArrayBuffer): Promise<Module>;
}
