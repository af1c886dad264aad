declare module 'virtual:source' {
  /** Highlighted HTML by `file#region`. */
  export const sources: Readonly<Record<string, string>>;
}
