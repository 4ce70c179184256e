import type { YamlDocument, YamlFile } from '../../yaml/file.ts';
import { entryOf, scalarText, valueOf, type YamlNode } from '../../yaml/node.ts';
import { versionsOfKind } from './kinds.ts';

const API_VERSION = /^(?:[a-z0-9][a-z0-9.-]*\/)?v\d+(?:(?:alpha|beta)\d+)?$/;

/** Kinds that never reach a cluster and have a language of their own. */
const FOREIGN_GROUP = /^kustomize\.config\.k8s\.io\//;

/**
 * Whether a file holds Kubernetes objects, by its content: a document with `apiVersion` and `kind`, or with an
 * `apiVersion` of Kubernetes' form while `kind` is still being typed, or the other way round. Helm's and other Go templates are no YAML before they
 * are rendered, so nothing is said of them.
 */
export function isManifestFile(file: YamlFile): boolean {
  if (!file.documents.some(({ document }) => isManifest(document))) return false;
  return !isTemplate(file);
}

function isManifest({ root }: YamlDocument): boolean {
  const apiVersion = scalarText(valueOf(root, 'apiVersion'));
  const kind = scalarText(valueOf(root, 'kind'));
  if (apiVersion === undefined) return isKnownKind(kind) && hasIdentity(root);
  if (FOREIGN_GROUP.test(apiVersion)) return false;
  // Helm's Chart.yaml has an apiVersion and no kind.
  const isChart = kind === undefined && valueOf(root, 'version') !== undefined;
  return (kind !== undefined && kind !== '') || (API_VERSION.test(apiVersion) && !isChart);
}

function isKnownKind(kind: string | undefined): boolean {
  return kind !== undefined && versionsOfKind(kind).length > 0;
}

function hasIdentity(root: YamlNode | undefined): boolean {
  return entryOf(root, 'apiVersion') !== undefined || valueOf(root, 'metadata')?.kind === 'mapping';
}

const TEMPLATE_LINE = /^[ \t]*(?:- )*(?:["']?[\w./-]+["']?:[ \t]+)?\{\{/m;

/** Templates in block scalars (alert texts, dashboards) are content; those in a chart or between the keys are not. */
function isTemplate({ path, text, problems }: YamlFile): boolean {
  if (!text.includes('{{')) return false;
  return path.includes('/templates/') || (TEMPLATE_LINE.test(text) && problems().length > 0);
}
