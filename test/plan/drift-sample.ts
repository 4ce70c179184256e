import { compareObject } from '../../server/src/plan/kubernetes/compare-object.ts';
import type { CompareOptions } from '../../server/src/plan/kubernetes/options.ts';
import { isDrift, type ResourceChange } from '../../server/src/plan/model.ts';
import { kubernetesDialect } from '../../server/src/yaml/dialect.ts';
import { parseYamlFile } from '../../server/src/yaml/file.ts';
import { toValue } from '../../server/src/yaml/value.ts';

/** One YAML document as a value, read as Kubernetes reads it. */
export function fromYaml(text: string): unknown {
  const document = parseYamlFile('/sample.yaml', text).documents[0]?.document;
  if (document === undefined) return null;
  return toValue(document.root, { dialect: kubernetesDialect, anchors: document.anchors }).value;
}

/** Compares two YAML texts; live may be absent. */
export function compare(git: string, live: string | null, options: CompareOptions = {}): ResourceChange {
  return compareObject({ desired: fromYaml(git), live: live === null ? null : fromYaml(live), options });
}

/** `class path` of each difference that applying Git would change. */
export function drifts(git: string, live: string | null, options: CompareOptions = {}): string[] {
  const { attributes } = compare(git, live, options);
  return attributes.filter(isDrift).map((change) => `${change.class} ${change.path.text}`);
}

interface Parts {
  readonly metadata?: string;
  readonly spec?: string;
  readonly pod?: string;
  readonly container?: string;
  readonly resources?: string;
}

/** A Deployment with one container, and with more lines where they are given. */
export function deployment({ metadata = '', spec = '', pod = '', container = '', resources = '' }: Parts): string {
  return [
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata:',
    '  name: shop',
    ...indent(metadata, 2),
    'spec:',
    ...indent(spec, 2),
    '  template:',
    '    spec:',
    ...indent(pod, 6),
    '      containers:',
    '        - name: main',
    '          image: example.com/shop:2.0.1',
    ...indent(container, 10),
    ...(resources === '' ? [] : ['          resources:', '            limits:', ...indent(resources, 14)]),
  ].join('\n');
}

function indent(text: string, width: number): string[] {
  return text === '' ? [] : text.split('\n').map((line) => ' '.repeat(width) + line);
}

/** The annotation that `kubectl apply` leaves, as lines below `metadata`. */
export function lastApplied(object: unknown): string {
  return `annotations:\n  kubectl.kubernetes.io/last-applied-configuration: ${JSON.stringify(JSON.stringify(object))}`;
}
