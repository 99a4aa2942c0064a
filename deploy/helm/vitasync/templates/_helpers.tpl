{{- define "vitasync.labels" -}}
app.kubernetes.io/name: vitasync
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{- define "vitasync.secret" -}}
{{ .Values.existingSecret | default (printf "%s-vitasync" .Release.Name) }}
{{- end }}

{{- define "vitasync.environment" -}}
- name: VITASYNC_DATABASE
  valueFrom: { secretKeyRef: { name: {{ include "vitasync.secret" . }}, key: database } }
- name: VITASYNC_SECRET_KEY
  valueFrom: { secretKeyRef: { name: {{ include "vitasync.secret" . }}, key: secret-key } }
- name: VITASYNC_DATA
  value: /data
- name: VITASYNC_LISTEN
  value: 0.0.0.0:8080
- name: VITASYNC_METRICS
  value: 0.0.0.0:9464
- name: VITASYNC_LOG
  value: json
- name: VITASYNC_PUBLIC_URL
  value: {{ .Values.publicUrl | quote }}
{{- with .Values.objectStore }}
{{- if .url }}
- name: VITASYNC_RAW_STORE
  value: {{ .url | quote }}
- name: VITASYNC_S3_ENDPOINT
  value: {{ .endpoint | quote }}
- name: VITASYNC_S3_REGION
  value: {{ .region | quote }}
{{- if .existingSecret }}
- name: VITASYNC_S3_ACCESS_KEY
  valueFrom: { secretKeyRef: { name: {{ .existingSecret }}, key: access-key } }
- name: VITASYNC_S3_SECRET_KEY
  valueFrom: { secretKeyRef: { name: {{ .existingSecret }}, key: secret-key } }
{{- end }}
{{- end }}
{{- end }}
{{- range $name, $value := .Values.settings }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end }}

{{- define "vitasync.container" -}}
image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: { drop: [ALL] }
volumeMounts:
  - { name: data, mountPath: /data }
livenessProbe:
  httpGet: { path: /health/live, port: probes }
  periodSeconds: 10
  failureThreshold: 6
readinessProbe:
  httpGet: { path: /health/ready, port: probes }
  periodSeconds: 3
  failureThreshold: 1
startupProbe:
  httpGet: { path: /health/ready, port: probes }
  periodSeconds: 2
  failureThreshold: 90
{{- end }}

{{- define "vitasync.pod" -}}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with .Values.serviceAccountName }}
serviceAccountName: {{ . }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  fsGroup: 65532
  seccompProfile: { type: RuntimeDefault }
volumes:
  - name: data
{{- if .Values.originals.existingClaim }}
    persistentVolumeClaim: { claimName: {{ .Values.originals.existingClaim }} }
{{- else }}
    emptyDir: {}
{{- end }}
{{- end }}
