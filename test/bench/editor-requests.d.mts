export const editorRequests: Readonly<Record<string, object>>;
