import { json } from '../http/answer.ts';
import type { Call, Route } from '../http/router.ts';

function metadata(call: Call): ReturnType<typeof json> {
  return json(200, {
    version: call.state.options.version ?? '18.9.0',
    revision: 'plumbline-test',
    kas: { enabled: false, externalUrl: null, externalK8sProxyUrl: null, version: null },
    enterprise: false,
  });
}

export const instanceRoutes: readonly Route[] = [
  { method: 'GET', path: '/version', scopes: ['read_user'], answer: metadata },
  { method: 'GET', path: '/metadata', scopes: ['read_user'], answer: metadata },
];
