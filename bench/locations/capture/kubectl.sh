#!/bin/sh
# A command-line client at -v=9 against a server of our own that answers, refuses, and lies.
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
command -v kubectl >/dev/null || packages kubernetes-client
packages python3
here=$(dirname "$0")
export HOME="$work" KUBECONFIG="$work/config"
start python3 "$here/fake_kubernetes.py" 18090
until_true 10 python3 -c 'import socket; socket.create_connection(("127.0.0.1", 18090))'
kubectl config set-cluster a --server=http://127.0.0.1:18090 >/dev/null
kubectl config set-context a --cluster=a --namespace=shop >/dev/null
kubectl config use-context a >/dev/null
keep() { timeout 15 kubectl -v=9 --request-timeout=3s "$@" >>"$log" 2>&1 </dev/null || :; }
cat >"$work/pod.yaml" <<YAML
{apiVersion: v1, kind: Pod, metadata: {name: made}, spec: {containers: [{name: c, image: "i:1"}]}}
YAML
for name in web-1 web-2 db-0 cache-7f9c gone slow broken denied; do
    keep get pod "$name"
    keep get pod "$name" -o yaml
    keep delete pod "$name" --wait=false
    keep describe pod "$name"
    keep logs "$name"
    keep label pod "$name" tier=front
    keep exec "$name" -- true
    keep port-forward "$name" 0:80
done
for kind in pods services nodes configmaps secrets events deployments nonsense; do
    keep get "$kind"
    keep get "$kind" -A -o wide
    keep get "$kind" -l app=web --field-selector=metadata.name=x -o json
    keep explain "$kind"
done
keep apply -f "$work/pod.yaml"
keep apply --server-side -f "$work/pod.yaml"
keep create -f "$work/pod.yaml"
keep replace -f "$work/pod.yaml"
keep diff -f "$work/pod.yaml"
keep apply -f "$work/none.yaml"
keep create configmap settings --from-literal=a=1
keep create deployment shop --image=shop:1
keep scale deployment shop --replicas=3
keep rollout status deployment shop --timeout=2s
keep set image deployment/shop shop=shop:2
keep wait --for=condition=Ready pod/web-1 --timeout=2s
keep get pods --watch
keep api-resources
keep api-versions
keep version
keep cluster-info
keep auth can-i get pods
keep top pods
keep drain node-1
keep cordon node-1
keep get --raw /healthz
keep get --raw /broken
keep get pods --server=http://127.0.0.1:9
keep get pods --server=https://127.0.0.1:18090
keep get pods --server=http://nowhere.invalid
keep get pods --kubeconfig="$work/none"
keep get pods --context=none
keep get pods --token=secret --as=anna --as-group=staff
keep plugin list
keep kustomize "$work"
