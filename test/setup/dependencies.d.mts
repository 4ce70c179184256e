export function ensureDependencies(): Promise<
  | { readonly ok: true; readonly how: string }
  | { readonly ok: false; readonly why: string; readonly howToGetIt: string }
>;
export function isInstalled(folder: string): Promise<boolean>;
