/** What came of asking a server for a text. Never an exception; nothing in it holds a token. */
export type TextAnswer =
  | {
      readonly state: 'answer';
      readonly status: number;
      /** As sent, unpacked; empty for 304. */
      readonly bytes: Uint8Array;
      /** Names in lower case. */
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly state: 'too-large' }
  /** The host is, or its name leads to, an address that is not asked for. */
  | { readonly state: 'blocked'; readonly host: string }
  /** It sends to another server, which is not followed; `url` may hold a key to what is there. */
  | { readonly state: 'moved'; readonly to: string; readonly url: string }
  /** Nobody answered: `why` ends the sentence "… could not be read: ". `isUntrusted`: its certificate is not trusted. */
  | { readonly state: 'failed'; readonly why: string; readonly isUntrusted?: true };

/** A text below `/api/v4/` of an instance. */
export interface TextRequest {
  /** With its query, its parts escaped. */
  readonly endpoint: string;
  /** Of the copy that is there: the answer is 304 when nothing has changed. */
  readonly etag?: string;
  /** Longer texts are not read to their end. */
  readonly maxBytes: number;
  /** Milliseconds until the whole answer has to be there. */
  readonly timeout: number;
}
