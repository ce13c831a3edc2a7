"""Questions and desks about keeping and handing over: locked files, moved visits, corrections, holds, destruction."""
