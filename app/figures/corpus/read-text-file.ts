import { decodeText, EngineError, TEXT_LIMIT } from '../../../engine/index.ts';

/** Names and types that are surely not text; the bytes decide about the rest. */
const OTHER_KIND = /^(image|audio|video|font)\/|^application\/(pdf|zip|gzip|msword|vnd\.|x-)/;

export const looksLikeOtherKind = (file: File): boolean => OTHER_KIND.test(file.type);

/** The text of a file. @throws EngineError text-too-large, text-binary, text-not-utf8, text-empty */
export async function readTextFile(file: File): Promise<string> {
  // Before reading, so that a huge file is not read at all.
  if (file.size > TEXT_LIMIT) {
    throw new EngineError('text-too-large', { bytes: file.size, limit: TEXT_LIMIT });
  }
  return decodeText(new Uint8Array(await file.arrayBuffer()));
}
