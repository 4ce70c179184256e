/** What is applied, and what Git says afterwards where that is something else. */
interface Variant {
  readonly applied: string;
  readonly git?: string;
}

const pod = (more = '', container = ''): string => `{ containers: [{ name: main, image: "a:1"${container} }]${more} }`;

const deployment = (spec: string, template: string): string =>
  `apiVersion: apps/v1
kind: Deployment
metadata: { name: NAME, labels: { app: a } }
spec: { ${spec}selector: { matchLabels: { app: a } }, template: { metadata: { labels: { app: a } }, spec: ${template} } }`;

const service = (spec: string): string =>
  `apiVersion: v1
kind: Service
metadata: { name: NAME }
spec: { selector: { app: a }, ${spec} }`;

const configMap = (data: string): string => `apiVersion: v1
kind: ConfigMap
metadata: { name: NAME }
data: ${data}`;

const cronJob = (spec: string, job = ''): string => `apiVersion: batch/v1
kind: CronJob
metadata: { name: NAME }
spec: { schedule: "* * * * *", ${spec}jobTemplate: { spec: { ${job}template: { spec: ${pod(', restartPolicy: Never')} } } } }`;

const job = (spec: string): string => `apiVersion: batch/v1
kind: Job
metadata: { name: NAME }
spec: { ${spec}template: { spec: ${pod(', restartPolicy: Never')} } }`;

const statefulSet = (spec: string): string => `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: NAME }
spec:
  ${spec}
  serviceName: a
  selector: { matchLabels: { app: a } }
  template: { metadata: { labels: { app: a } }, spec: ${pod(', enableServiceLinks: true')} }
  volumeClaimTemplates: [{ metadata: { name: data }, spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1024Mi } } } }]`;

const ingress = (backend: string): string => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: NAME, annotations: { a: b } }
spec: { rules: [{ host: a.example.com, http: { paths: [{ path: /, pathType: Prefix, backend: ${backend} }] } }] }`;

const role = (rules: string): string => `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: NAME }
rules: ${rules}`;

const roleBinding = (subjects: string): string => `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: NAME }
roleRef: { kind: Role, name: a, apiGroup: rbac.authorization.k8s.io }
subjects: ${subjects}`;

/** By resource. What is removed or changed in Git is drift until it is applied. */
export const variants: Readonly<Record<string, readonly Variant[]>> = {
  deployment: [
    { applied: deployment('', pod()) },
    {
      applied: deployment(
        'replicas: 0, paused: false, ',
        pod(', hostNetwork: false, nodeSelector: {}, tolerations: []'),
      ),
    },
    { applied: deployment('replicas: 1, ', pod()), git: deployment('', pod()) },
    { applied: deployment('replicas: 3, ', pod()), git: deployment('', pod()) },
    { applied: deployment('', pod(', enableServiceLinks: true')), git: deployment('', pod()) },
    { applied: deployment('', pod(', terminationGracePeriodSeconds: 30')), git: deployment('', pod()) },
    { applied: deployment('', pod('', ', env: [{ name: A, value: "" }, { name: B, value: b }]')) },
    { applied: deployment('', pod('', ', env: [{ name: A, value: a }]')), git: deployment('', pod('', ', env: []')) },
    { applied: deployment('', pod('', ', imagePullPolicy: IfNotPresent')), git: deployment('', pod()) },
    {
      applied: deployment(
        '',
        pod('', ', resources: { limits: { cpu: 0.5, memory: 1024Mi }, requests: { cpu: "0.1" } }'),
      ),
    },
    { applied: deployment('', pod('', ', ports: [{ containerPort: 80 }, { containerPort: 53, protocol: UDP }]')) },
    {
      applied: deployment(
        '',
        pod(', volumes: [{ name: a, emptyDir: {} }, { name: b, secret: { secretName: a, defaultMode: 0644 } }]'),
      ),
    },
    {
      applied: deployment('strategy: { type: RollingUpdate, rollingUpdate: { maxSurge: 1 } }, ', pod()),
      git: deployment('', pod()),
    },
    {
      applied: deployment(
        '',
        pod('', ', livenessProbe: { httpGet: { port: 80 }, initialDelaySeconds: 0, periodSeconds: 10 }'),
      ),
    },
    {
      applied: deployment(
        '',
        pod(', securityContext: {}, affinity: {}', ', securityContext: { runAsUser: 0 }, lifecycle: {}'),
      ),
    },
  ],
  service: [
    { applied: service('ports: [{ port: 80 }]') },
    {
      applied: service(
        'ports: [{ name: a, port: 80, targetPort: 80, protocol: TCP }, { name: b, port: 80, protocol: UDP }]',
      ),
    },
    { applied: service('type: NodePort, ports: [{ port: 80 }]') },
    { applied: service('clusterIP: None, ports: [{ port: 80 }]') },
    { applied: service('sessionAffinity: ClientIP, ports: [{ port: 80 }]') },
    { applied: service('type: ExternalName, externalName: example.com') },
    {
      applied: service('internalTrafficPolicy: Cluster, ports: [{ port: 80 }]'),
      git: service('ports: [{ port: 80 }]'),
    },
    {
      applied: service('ports: [{ port: 80, name: a }, { port: 81, name: b }]'),
      git: service('ports: [{ port: 80, name: a }]'),
    },
  ],
  configmap: [
    { applied: configMap('{ a: b, empty: "" }') },
    { applied: configMap('{ a: b, c: d }'), git: configMap('{ a: b }') },
    { applied: configMap('{ a: b }'), git: configMap('{}') },
  ],
  job: [
    { applied: job('') },
    { applied: job('backoffLimit: 6, ttlSecondsAfterFinished: 0, ') },
    { applied: job('parallelism: 3, ') },
  ],
  cronjob: [
    { applied: cronJob('') },
    { applied: cronJob('suspend: false, concurrencyPolicy: Allow, ', 'backoffLimit: 6, ') },
    { applied: cronJob('', 'backoffLimit: 6, '), git: cronJob('') },
    { applied: cronJob('failedJobsHistoryLimit: 1, '), git: cronJob('') },
  ],
  statefulset: [
    { applied: statefulSet('replicas: 1') },
    { applied: statefulSet('updateStrategy: { type: RollingUpdate, rollingUpdate: { partition: 0 } }') },
    { applied: statefulSet('podManagementPolicy: OrderedReady'), git: statefulSet('replicas: 1') },
  ],
  ingress: [{ applied: ingress('{ service: { name: a, port: { number: 80 } } }') }],
  role: [{ applied: role('[{ apiGroups: [""], resources: [pods], verbs: [get] }]') }, { applied: role('[]') }],
  rolebinding: [
    { applied: roleBinding('[{ kind: User, name: a }, { kind: ServiceAccount, name: b, namespace: c }]') },
    { applied: roleBinding('[{ kind: User, name: a, apiGroup: rbac.authorization.k8s.io }]'), git: roleBinding('[]') },
  ],
};

const labelled = '[{ "op": "add", "path": "/metadata/labels", "value": { "app": "b" } }]';

/** By resource: edits of the live object, one after the other, as JSON patches. */
export const mutations: Readonly<Record<string, readonly string[]>> = {
  deployment: [
    '[{ "op": "add", "path": "/spec/template/spec/containers/0/env", "value": [{ "name": "DEBUG", "value": "1" }] }]',
    '[{ "op": "add", "path": "/spec/template/spec/nodeSelector", "value": { "zone": "a" } }]',
    '[{ "op": "add", "path": "/spec/template/spec/containers/-", "value": { "name": "side", "image": "b" } }]',
    '[{ "op": "replace", "path": "/spec/replicas", "value": 5 }]',
    '[{ "op": "replace", "path": "/spec/template/spec/containers/0/image", "value": "a:2" }]',
  ],
  service: [
    '[{ "op": "add", "path": "/metadata/labels", "value": { "app": "b" } }]',
    '[{ "op": "add", "path": "/spec/selector/zone", "value": "a" }]',
    '[{ "op": "replace", "path": "/spec/selector", "value": { "app": "b" } }]',
  ],
  configmap: [
    '[{ "op": "add", "path": "/data", "value": { "a": "b", "c": "d", "empty": "", "more": "x" } }]',
    '[{ "op": "replace", "path": "/data/a", "value": "c" }]',
  ],
  job: [
    '[{ "op": "replace", "path": "/spec/suspend", "value": true }]',
    '[{ "op": "replace", "path": "/spec/parallelism", "value": 2 }]',
  ],
  cronjob: [
    '[{ "op": "replace", "path": "/spec/suspend", "value": true }]',
    '[{ "op": "replace", "path": "/spec/schedule", "value": "1 * * * *" }]',
  ],
  statefulset: ['[{ "op": "replace", "path": "/spec/replicas", "value": 4 }]'],
  ingress: [labelled, '[{ "op": "replace", "path": "/spec/rules/0/host", "value": "b.example.com" }]'],
  role: [
    labelled,
    '[{ "op": "add", "path": "/rules", "value": [{ "apiGroups": [""], "resources": ["pods"], "verbs": ["get", "list"] }] }]',
  ],
  rolebinding: [
    '[{ "op": "add", "path": "/subjects", "value": [{ "kind": "User", "name": "z", "apiGroup": "rbac.authorization.k8s.io" }] }]',
  ],
};
