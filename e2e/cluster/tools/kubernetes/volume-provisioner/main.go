// Command volume-provisioner gives each volume claim a directory on the node that its pod was scheduled to.
//
// The volumes are of kind "local", not "hostPath": only for those does the kubelet hand the directory to the
// pod's fsGroup, as it does for the disks of a real cluster.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	core "k8s.io/api/core/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/klog/v2"
	"sigs.k8s.io/sig-storage-lib-external-provisioner/v13/controller"
)

// directories keeps all volumes below one root, as <root>/<node>/<volume>.
type directories struct {
	root string
}

func (d directories) path(node, volume string) string {
	return filepath.Join(d.root, node, volume)
}

func (d directories) Provision(
	_ context.Context, options controller.ProvisionOptions,
) (*core.PersistentVolume, controller.ProvisioningState, error) {
	node := options.SelectedNodeName
	if node == "" {
		return nil, controller.ProvisioningFinished,
			fmt.Errorf("no node was selected: the storage class must have volumeBindingMode WaitForFirstConsumer")
	}
	path := d.path(node, options.PVName)
	if err := os.MkdirAll(path, 0o755); err != nil {
		return nil, controller.ProvisioningFinished, err
	}
	return persistentVolume(options, path), controller.ProvisioningFinished, nil
}

func persistentVolume(options controller.ProvisionOptions, path string) *core.PersistentVolume {
	node := core.NodeSelectorRequirement{
		Key: core.LabelHostname, Operator: core.NodeSelectorOpIn, Values: []string{options.SelectedNodeName},
	}
	return &core.PersistentVolume{
		ObjectMeta: meta.ObjectMeta{Name: options.PVName},
		Spec: core.PersistentVolumeSpec{
			PersistentVolumeReclaimPolicy: *options.StorageClass.ReclaimPolicy,
			AccessModes:                   options.PVC.Spec.AccessModes,
			VolumeMode:                    options.PVC.Spec.VolumeMode,
			Capacity:                      core.ResourceList{core.ResourceStorage: options.PVC.Spec.Resources.Requests[core.ResourceStorage]},
			PersistentVolumeSource:        core.PersistentVolumeSource{Local: &core.LocalVolumeSource{Path: path}},
			NodeAffinity: &core.VolumeNodeAffinity{Required: &core.NodeSelector{
				NodeSelectorTerms: []core.NodeSelectorTerm{{MatchExpressions: []core.NodeSelectorRequirement{node}}},
			}},
		},
	}
}

func (d directories) Delete(_ context.Context, volume *core.PersistentVolume) error {
	node := volume.Spec.NodeAffinity.Required.NodeSelectorTerms[0].MatchExpressions[0].Values[0]
	return os.RemoveAll(d.path(node, volume.Name))
}

func main() {
	kubeconfig := flag.String("kubeconfig", "", "file that says how to reach the API server")
	name := flag.String("name", "", "provisioner name, as storage classes have it")
	root := flag.String("root", "", "directory that all volumes are made in")
	flag.Parse()
	config, err := clientcmd.BuildConfigFromFlags("", *kubeconfig)
	if err != nil {
		klog.Fatalf("cannot use the kubeconfig %q: %v", *kubeconfig, err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	controller.NewProvisionController(ctx, kubernetes.NewForConfigOrDie(config), *name,
		directories{*root}, controller.LeaderElection(false)).Run(ctx)
}
