const TOP = { range: { start: { line: 0, character: 0 }, end: { line: 60, character: 0 } } };

/** What an editor asks about an open document, by method, with what is sent beside the document and the position. */
export const editorRequests = {
  documentSymbol: {},
  foldingRange: {},
  codeLens: {},
  documentLink: {},
  'semanticTokens/full': {},
  'semanticTokens/range': TOP,
  inlayHint: TOP,
  codeAction: { context: { diagnostics: [] } },
  hover: {},
  completion: {},
  definition: {},
  references: { context: { includeDeclaration: true } },
  documentHighlight: {},
  selectionRange: {},
  prepareRename: {},
};
