import { ownText, ownValue, ownValueAt, type DataRecord } from '../../base/record.ts';

/**
 * The values that the API server fills in (kubernetes/kubernetes, `pkg/apis/<group>/<version>/defaults.go`), by structure and field as in the table of
 * types, without the API version. A function computes the default from the structure that the field is in.
 */
type Default = string | number | boolean | DataRecord | readonly unknown[] | ((parent: DataRecord) => unknown);

/** The server chooses these when nobody does, and keeps its choice when a manifest leaves them out or empty. */
const allocated: ReadonlySet<string> = new Set([
  'core.ServiceSpec.clusterIP',
  'core.ServiceSpec.clusterIPs',
  'core.ServiceSpec.ipFamilies',
  'core.ServiceSpec.ipFamilyPolicy',
  'core.ServiceSpec.healthCheckNodePort',
  'core.ServicePort.nodePort',
  'core.PersistentVolumeClaimSpec.volumeName',
  'core.PodSpec.nodeName',
  'core.PodSpec.priority',
  'core.PodSpec.preemptionPolicy',
  'core.NamespaceSpec.finalizers',
  'batch.JobSpec.selector',
]);

const rbacGroup = 'rbac.authorization.k8s.io';
const subjectGroup = (subject: DataRecord): unknown =>
  subject['kind'] === 'User' || subject['kind'] === 'Group' ? rbacGroup : undefined;

const isAbsent = (value: unknown): boolean => value === undefined || value === null;
const hasVolumeSource = (volume: DataRecord): boolean =>
  Object.entries(volume).some(([key, value]) => key !== 'name' && key !== 'emptyDir' && !isAbsent(value));

// A pod's admission writes a preemption policy, which templates of pods do not have.
const isPod = (spec: DataRecord): boolean => !isAbsent(spec['preemptionPolicy']);
const whenEvicted = (key: string): DataRecord => ({
  effect: 'NoExecute',
  key: `node.kubernetes.io/${key}`,
  operator: 'Exists',
  tolerationSeconds: 300,
});

// The API server gives every Job a selector and defaults, and the template of a Job in a CronJob neither.
const ofJob =
  (value: unknown) =>
  (spec: DataRecord): unknown =>
    isAbsent(spec['selector']) ? undefined : value;

const percentPolicy = { type: 'Percent', value: 100, periodSeconds: 15 };
const podsPolicy = { type: 'Pods', value: 4, periodSeconds: 15 };
// The rules for more pods have other defaults than those for fewer, which show in the policies.
const isForMore = ({ policies }: DataRecord): boolean => Array.isArray(policies) && policies.length > 1;
const cpuMetric = {
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
};

const defaults: Readonly<Record<string, Default>> = {
  'core.ContainerPort.protocol': 'TCP',
  'core.ServicePort.protocol': 'TCP',
  'core.ServicePort.targetPort': (port) => port['port'],
  'core.EndpointPort.protocol': 'TCP',
  'core.ServiceSpec.type': 'ClusterIP',
  'core.ServiceSpec.sessionAffinity': 'None',
  'core.ServiceSpec.internalTrafficPolicy': (spec) => (spec['type'] === 'ExternalName' ? undefined : 'Cluster'),
  'core.ServiceSpec.sessionAffinityConfig': (spec) =>
    spec['sessionAffinity'] === 'ClientIP' ? { clientIP: { timeoutSeconds: 10800 } } : undefined,
  'core.ClientIPConfig.timeoutSeconds': 10800,
  'core.ServiceSpec.externalTrafficPolicy': (spec) =>
    spec['type'] === 'LoadBalancer' || spec['type'] === 'NodePort' ? 'Cluster' : undefined,
  'core.ServiceSpec.allocateLoadBalancerNodePorts': (spec) => (spec['type'] === 'LoadBalancer' ? true : undefined),
  'core.PodSpec.dnsPolicy': 'ClusterFirst',
  'core.PodSpec.restartPolicy': 'Always',
  'core.PodSpec.securityContext': {},
  'core.PodSpec.terminationGracePeriodSeconds': 30,
  'core.PodSpec.schedulerName': 'default-scheduler',
  'core.PodSpec.enableServiceLinks': (spec) => (isPod(spec) ? true : undefined),
  'core.PodSpec.tolerations': (spec) =>
    isPod(spec) ? [whenEvicted('not-ready'), whenEvicted('unreachable')] : undefined,
  'core.PodSpec.serviceAccount': (spec) => spec['serviceAccountName'],
  'core.PodSpec.serviceAccountName': (spec) => spec['serviceAccount'],
  'core.Container.terminationMessagePath': '/dev/termination-log',
  'core.Container.terminationMessagePolicy': 'File',
  'core.Container.imagePullPolicy': (container) => pullPolicy(ownText(container, 'image') ?? ''),
  'core.EphemeralContainer.terminationMessagePath': '/dev/termination-log',
  'core.EphemeralContainer.terminationMessagePolicy': 'File',
  'core.EphemeralContainer.imagePullPolicy': (container) => pullPolicy(ownText(container, 'image') ?? ''),
  'core.SecurityContext.procMount': (context) => (context['procMount'] === undefined ? undefined : 'Default'),
  'core.Probe.timeoutSeconds': 1,
  'core.Probe.periodSeconds': 10,
  'core.Probe.successThreshold': 1,
  'core.Probe.failureThreshold': 3,
  'core.HTTPGetAction.path': '/',
  'core.HTTPGetAction.scheme': 'HTTP',
  'core.GRPCAction.service': '',
  'core.Volume.emptyDir': (volume) => (hasVolumeSource(volume) ? undefined : {}),
  'core.ObjectFieldSelector.apiVersion': 'v1',
  'core.ConfigMapVolumeSource.defaultMode': 420,
  'core.SecretVolumeSource.defaultMode': 420,
  'core.DownwardAPIVolumeSource.defaultMode': 420,
  'core.ProjectedVolumeSource.defaultMode': 420,
  'core.ServiceAccountTokenProjection.expirationSeconds': 3600,
  'core.HostPathVolumeSource.type': '',
  'core.ISCSIVolumeSource.iscsiInterface': 'default',
  'core.ISCSIPersistentVolumeSource.iscsiInterface': 'default',
  'core.RBDVolumeSource.pool': 'rbd',
  'core.RBDVolumeSource.user': 'admin',
  'core.RBDVolumeSource.keyring': '/etc/ceph/keyring',
  'core.RBDPersistentVolumeSource.pool': 'rbd',
  'core.RBDPersistentVolumeSource.user': 'admin',
  'core.RBDPersistentVolumeSource.keyring': '/etc/ceph/keyring',
  'core.AzureDiskVolumeSource.cachingMode': 'ReadWrite',
  'core.AzureDiskVolumeSource.fsType': 'ext4',
  'core.AzureDiskVolumeSource.kind': 'Shared',
  'core.AzureDiskVolumeSource.readOnly': false,
  'core.ScaleIOVolumeSource.storageMode': 'ThinProvisioned',
  'core.ScaleIOVolumeSource.fsType': 'xfs',
  'core.PersistentVolumeSpec.persistentVolumeReclaimPolicy': 'Retain',
  'core.PersistentVolumeSpec.volumeMode': 'Filesystem',
  'core.PersistentVolumeClaimSpec.volumeMode': 'Filesystem',
  'core.Secret.type': 'Opaque',
  'core.ScaleIOPersistentVolumeSource.storageMode': 'ThinProvisioned',
  'core.ScaleIOPersistentVolumeSource.fsType': 'xfs',
  'core.ReplicationControllerSpec.replicas': 1,
  'core.ReplicationControllerSpec.selector': (spec) => ownValueAt(spec, 'template', 'metadata', 'labels'),
  'apps.DeploymentSpec.replicas': 1,
  'apps.DeploymentSpec.revisionHistoryLimit': 10,
  'apps.DeploymentSpec.progressDeadlineSeconds': 600,
  'apps.DeploymentStrategy.type': 'RollingUpdate',
  'apps.RollingUpdateDeployment.maxSurge': '25%',
  'apps.RollingUpdateDeployment.maxUnavailable': '25%',
  'apps.ReplicaSetSpec.replicas': 1,
  'apps.StatefulSetSpec.replicas': 1,
  'apps.StatefulSetSpec.revisionHistoryLimit': 10,
  'apps.StatefulSetSpec.podManagementPolicy': 'OrderedReady',
  'apps.StatefulSetUpdateStrategy.type': 'RollingUpdate',
  'apps.RollingUpdateStatefulSetStrategy.partition': 0,
  'apps.StatefulSetPersistentVolumeClaimRetentionPolicy.whenDeleted': 'Retain',
  'apps.StatefulSetPersistentVolumeClaimRetentionPolicy.whenScaled': 'Retain',
  'apps.DaemonSetSpec.revisionHistoryLimit': 10,
  'apps.DaemonSetUpdateStrategy.type': 'RollingUpdate',
  'apps.RollingUpdateDaemonSet.maxSurge': 0,
  'apps.RollingUpdateDaemonSet.maxUnavailable': 1,
  'batch.JobSpec.backoffLimit': (spec) =>
    ofJob(ownValue(spec, 'backoffLimitPerIndex') === undefined ? 6 : 2147483647)(spec),
  'batch.JobSpec.completionMode': ofJob('NonIndexed'),
  // With several pods at a time and no number of completions, the Job is a queue.
  'batch.JobSpec.completions': (spec) => ((spec['parallelism'] ?? 1) === 1 ? ofJob(1)(spec) : undefined),
  'batch.JobSpec.parallelism': ofJob(1),
  'batch.JobSpec.suspend': ofJob(false),
  'batch.JobSpec.manualSelector': ofJob(false),
  'batch.JobSpec.podReplacementPolicy': (spec) =>
    ofJob(ownValue(spec, 'podFailurePolicy') === undefined ? 'TerminatingOrFailed' : 'Failed')(spec),
  'batch.PodFailurePolicyOnPodConditionsPattern.status': 'True',
  'batch.CronJobSpec.concurrencyPolicy': 'Allow',
  'batch.CronJobSpec.suspend': false,
  'batch.CronJobSpec.successfulJobsHistoryLimit': 3,
  'batch.CronJobSpec.failedJobsHistoryLimit': 1,
  'autoscaling.HorizontalPodAutoscalerSpec.minReplicas': 1,
  'autoscaling.HorizontalPodAutoscalerSpec.metrics': [cpuMetric],
  'autoscaling.HorizontalPodAutoscalerSpec.targetCPUUtilizationPercentage': 80,
  'autoscaling.HPAScalingRules.selectPolicy': 'Max',
  'autoscaling.HPAScalingRules.policies': (rules) => (isForMore(rules) ? [podsPolicy, percentPolicy] : [percentPolicy]),
  'autoscaling.HPAScalingRules.stabilizationWindowSeconds': (rules) => (isForMore(rules) ? 0 : undefined),
  'networking.NetworkPolicyPort.protocol': 'TCP',
  'networking.NetworkPolicySpec.policyTypes': (spec) =>
    isAbsent(spec['egress']) ? ['Ingress'] : ['Ingress', 'Egress'],
  'extensions.NetworkPolicyPort.protocol': 'TCP',
  'networking.IngressClassParametersReference.scope': 'Cluster',
  'discovery.EndpointPort.name': '',
  'discovery.EndpointPort.protocol': 'TCP',
  'rbac.RoleRef.apiGroup': rbacGroup,
  'rbac.Subject.apiGroup': subjectGroup,
  'apiextensions.CustomResourceDefinitionSpec.conversion': { strategy: 'None' },
  'apiextensions.CustomResourceDefinitionNames.singular': (names) => (ownText(names, 'kind') ?? '').toLowerCase(),
  'apiextensions.CustomResourceDefinitionNames.listKind': (names) => `${ownText(names, 'kind') ?? ''}List`,
  'apiextensions.ServiceReference.port': 443,
  'apiregistration.ServiceReference.port': 443,
  'admissionregistration.MutatingWebhook.failurePolicy': 'Fail',
  'admissionregistration.MutatingWebhook.matchPolicy': 'Equivalent',
  'admissionregistration.MutatingWebhook.namespaceSelector': {},
  'admissionregistration.MutatingWebhook.objectSelector': {},
  'admissionregistration.MutatingWebhook.timeoutSeconds': 10,
  'admissionregistration.MutatingWebhook.reinvocationPolicy': 'Never',
  'admissionregistration.ValidatingWebhook.failurePolicy': 'Fail',
  'admissionregistration.ValidatingWebhook.matchPolicy': 'Equivalent',
  'admissionregistration.ValidatingWebhook.namespaceSelector': {},
  'admissionregistration.ValidatingWebhook.objectSelector': {},
  'admissionregistration.ValidatingWebhook.timeoutSeconds': 10,
  'admissionregistration.RuleWithOperations.scope': '*',
  'admissionregistration.NamedRuleWithOperations.scope': '*',
  'admissionregistration.ServiceReference.port': 443,
  'admissionregistration.MatchResources.matchPolicy': 'Equivalent',
  'admissionregistration.MatchResources.namespaceSelector': {},
  'admissionregistration.MatchResources.objectSelector': {},
  'admissionregistration.ValidatingAdmissionPolicySpec.failurePolicy': 'Fail',
  'storage.StorageClass.reclaimPolicy': 'Delete',
  'storage.StorageClass.volumeBindingMode': 'Immediate',
  'storage.CSIDriverSpec.attachRequired': true,
  'storage.CSIDriverSpec.podInfoOnMount': false,
  'storage.CSIDriverSpec.storageCapacity': false,
  'storage.CSIDriverSpec.requiresRepublish': false,
  'storage.CSIDriverSpec.seLinuxMount': false,
  'storage.CSIDriverSpec.volumeLifecycleModes': ['Persistent'],
  'storage.CSIDriverSpec.fsGroupPolicy': 'ReadWriteOnceWithFSType',
  'scheduling.PriorityClass.preemptionPolicy': 'PreemptLowerPriority',
  'resource.ExactDeviceRequest.allocationMode': 'ExactCount',
  'resource.ExactDeviceRequest.count': (request) => (ownText(request, 'allocationMode') === 'All' ? undefined : 1),
  'resource.DeviceSubRequest.allocationMode': 'ExactCount',
  'resource.DeviceSubRequest.count': (request) => (ownText(request, 'allocationMode') === 'All' ? undefined : 1),
};

const withoutVersion = (structName: string): string => structName.replace(/\.v\d\w*\./, '.');

/** The fields that have a default, as `core.ContainerPort.protocol`. */
export function defaultedFields(): readonly string[] {
  return Object.keys(defaults);
}

/** What the server fills in for a field that is absent or zero, or undefined. `parent` is the structure that holds it. */
export function defaultOf(structName: string, field: string, parent: DataRecord): unknown {
  const key = `${withoutVersion(structName)}.${field}`;
  const found = Object.hasOwn(defaults, key) ? defaults[key] : undefined;
  return typeof found === 'function' ? found(parent) : found;
}

/** Whether the server chooses the field's value itself. */
export function isAllocated(structName: string, field: string): boolean {
  return allocated.has(`${withoutVersion(structName)}.${field}`);
}

/**
 * A structure of an atomic list or map with its defaults, as the server stores it. Expects that zero values which are the
 * same as absent are gone already. The result shares parts with the input.
 */
export function withDefaults(structName: string, value: DataRecord): DataRecord {
  const name = withoutVersion(structName);
  const filled: Record<string, unknown> = { ...value };
  for (const field of fieldsWithDefault.get(name) ?? []) {
    if (ownValue(value, field) !== undefined) continue;
    const found = defaultOf(structName, field, value);
    if (found !== undefined) filled[field] = found;
  }
  if (name === 'core.LimitRangeItem') return limitRangeItem(filled);
  if (name === 'core.PersistentVolumeClaim') return claimTemplate(filled);
  return filled;
}

const fieldsWithDefault: ReadonlyMap<string, readonly string[]> = indexByStruct(Object.keys(defaults));

function indexByStruct(keys: readonly string[]): Map<string, string[]> {
  const index = new Map<string, string[]>();
  for (const key of keys) {
    const dot = key.lastIndexOf('.');
    const fields = index.get(key.slice(0, dot)) ?? [];
    index.set(key.slice(0, dot), [...fields, key.slice(dot + 1)]);
  }
  return index;
}

/** `SetDefaults_LimitRangeItem`: for containers, default comes from max, the default request from default, then from min. */
function limitRangeItem(item: DataRecord): DataRecord {
  if (item['type'] !== 'Container') return item;
  const part = (key: string): DataRecord => (ownValue(item, key) ?? {}) as DataRecord;
  const limits = { ...part('max'), ...part('default') };
  return { ...item, default: limits, defaultRequest: { ...part('min'), ...limits, ...part('defaultRequest') } };
}

/** In volumeClaimTemplates the server writes down kind, API version and an empty status. */
function claimTemplate(claim: DataRecord): DataRecord {
  return Object.fromEntries(Object.entries(claim).filter(([key]) => !['apiVersion', 'kind', 'status'].includes(key)));
}

/** `SetDefaults_Container`: the tag decides; no tag means `latest`, a digest is never pulled again. */
function pullPolicy(image: string): string {
  if (image.includes('@')) return 'IfNotPresent';
  const tag = /:([^:/]+)$/.exec(image)?.[1];
  return tag === undefined || tag === 'latest' ? 'Always' : 'IfNotPresent';
}
